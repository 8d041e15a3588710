//! An edit shows when the table is read again, and nothing else has changed.

use super::{EditError, TableEditor, TableName, template};
use crate::diagnostic::Code;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// A table as someone may have written it.
#[derive(Debug, Clone)]
struct Written {
    line_end: &'static str,
    has_mark: bool,
    has_last_line_end: bool,
    quotes_all: bool,
    rows: Vec<[String; 4]>,
}

impl Written {
    fn encode(&self, cell: &str) -> String {
        let cell = if self.line_end == "\r" {
            cell.replace('\n', "\r")
        } else {
            cell.to_owned()
        };
        if self.quotes_all || cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    }

    /// The lines of the file, the header first. `own` and `Name` are headers of the writer's.
    fn lines(&self) -> Vec<String> {
        let header = ["own", "type", "Name", "id"].map(str::to_owned);
        let rows = std::iter::once(&header).chain(&self.rows);
        rows.map(|row| row.each_ref().map(|cell| self.encode(cell)).join(","))
            .collect()
    }

    fn bytes(&self) -> Vec<u8> {
        self.join(&self.lines())
    }

    fn join(&self, lines: &[String]) -> Vec<u8> {
        let mark = if self.has_mark { "\u{FEFF}" } else { "" };
        let last = if self.has_last_line_end {
            self.line_end
        } else {
            ""
        };
        format!("{mark}{}{last}", lines.join(self.line_end)).into_bytes()
    }
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z é外]{1,6}".prop_map(|text| format!("x{text}x")),
        Just("a, \"b\" and\nc".to_owned()),
        Just("\"".to_owned()),
        Just("6\" pipe".to_owned()),
    ]
}

fn written() -> impl Strategy<Value = Written> {
    let rows = prop::collection::vec((value(), value()), 1..5);
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (rows, line_end, any::<[bool; 3]>()).prop_map(|(rows, line_end, flags)| Written {
        line_end,
        has_mark: flags[0],
        has_last_line_end: flags[1],
        quotes_all: flags[2],
        rows: rows
            .into_iter()
            .enumerate()
            .map(|(n, (own, label))| [own, "state".to_owned(), label, format!("a{n}")])
            .collect(),
    })
}

/// A study whose actors are written so, with the label under another header.
fn study(bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in template("x") {
        fs::write(folder.path().join(file.name), file.content).unwrap();
    }
    let manifest = "title = \"T\"\nbase = \"https://example.org/t/\"\n\
                    [columns.actors]\nlabel = \"Name\"\n";
    fs::write(folder.path().join("demarche.toml"), manifest).unwrap();
    fs::write(folder.path().join("actors.csv"), bytes).unwrap();
    folder
}

fn open(folder: &Path) -> TableEditor {
    TableEditor::open(folder, TableName::Actors).unwrap()
}

/// All cells, by row.
fn cells(editor: &TableEditor) -> Vec<Vec<Option<String>>> {
    let columns = ["own", "type", "label", "id"];
    let row = |row| columns.map(|column| editor.get(row, column)).to_vec();
    (0..editor.len()).map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_edit_shows_and_nothing_else_changes(
        table in written(),
        row in any::<prop::sample::Index>(),
        label in value(),
        own in value(),
    ) {
        let folder = study(&table.bytes());
        let row = row.index(table.rows.len());
        let mut editor = open(folder.path());
        let mut expected = cells(&editor);
        expected[row][0] = Some(own.clone());
        expected[row][2] = Some(label.clone());
        editor.edit(row, &[("label", &label), ("own", &own)]).unwrap();
        editor.save().unwrap();
        prop_assert_eq!(cells(&open(folder.path())), expected);
        // The same table written with other values: what is quoted stays so.
        let before = table.lines();
        let after = fs::read(folder.path().join("actors.csv")).unwrap();
        let lines_above = &before[..=row];
        let lines_below = &before[row + 2..];
        let above = format!("{}{}", lines_above.join(table.line_end), table.line_end);
        let mark = if table.has_mark { 3 } else { 0 };
        prop_assert!(after[mark..].starts_with(above.as_bytes()));
        let all = table.join(&before);
        let below = lines_below.iter().map(|line| line.len() + table.line_end.len()).sum::<usize>();
        let end = if table.has_last_line_end { table.line_end.len() } else { 0 };
        prop_assert_eq!(&after[after.len() - below - end..], &all[all.len() - below - end..]);
    }

    #[test]
    fn the_same_values_give_the_same_bytes(table in written(), row in any::<prop::sample::Index>()) {
        let folder = study(&table.bytes());
        let mut editor = open(folder.path());
        let row = row.index(table.rows.len());
        let values: Vec<(&str, String)> = ["own", "type", "label", "id"]
            .map(|column| (column, editor.get(row, column).unwrap()))
            .to_vec();
        let values: Vec<(&str, &str)> = values.iter().map(|(c, v)| (*c, v.as_str())).collect();
        editor.edit(row, &values).unwrap();
        prop_assert_eq!(editor.to_bytes(), table.bytes());
    }

    #[test]
    fn a_row_that_is_added_and_removed_leaves_no_trace(table in written(), label in value()) {
        let folder = study(&table.bytes());
        let mut editor = open(folder.path());
        let mut expected = cells(&editor);
        let row = editor.append(&[("id", "new"), ("label", &label), ("type", "person")]).unwrap();
        let added = ["", "person", &label, "new"].map(|cell| Some(cell.to_owned()));
        expected.push(added.to_vec());
        editor.save().unwrap();
        let mut editor = open(folder.path());
        prop_assert_eq!(cells(&editor), expected);
        prop_assert_eq!(editor.find("new"), Some(row));
        editor.remove(row).unwrap();
        prop_assert_eq!(editor.to_bytes(), table.bytes());
    }

    #[test]
    fn a_row_that_is_removed_is_gone_and_the_others_stay(
        table in written(),
        row in any::<prop::sample::Index>(),
    ) {
        let folder = study(&table.bytes());
        let row = row.index(table.rows.len());
        let mut editor = open(folder.path());
        editor.remove(row).unwrap();
        let mut lines = table.lines();
        lines.remove(row + 1);
        prop_assert_eq!(editor.to_bytes(), table.join(&lines));
    }
}

const SMALL: &[u8] = b"own,type,Name,id\n1,state,A,a\n2,state,B,b\n3,state\n";

#[test]
fn values_that_the_reader_would_refuse_are_refused() {
    let folder = study(SMALL);
    let mut editor = open(folder.path());
    for (column, value, code) in [
        ("id", "a b", Code::InvalidId),
        ("id", "b", Code::RepeatedId),
        ("id", "", Code::RequiredCell),
        ("type", "planet", Code::NotInVocabulary),
        ("label", "a\u{7}", Code::ControlCharacter),
        ("own", &"x".repeat(2 << 20), Code::CellTooLong),
    ] {
        match editor.edit(0, &[("own", "9"), (column, value)]) {
            Err(EditError::Value { fault, .. }) => assert_eq!(fault.code, code),
            other => panic!("{column}: {other:?}"),
        }
    }
    assert!(editor.append(&[("id", "c")]).is_err());
    assert_eq!(editor.to_bytes(), SMALL);
}

#[test]
fn what_is_not_there_cannot_be_edited() {
    let folder = study(SMALL);
    let mut editor = open(folder.path());
    let edit = editor.edit(0, &[("country", "CHN")]);
    assert!(matches!(edit, Err(EditError::NoColumn { .. })));
    assert!(matches!(editor.edit(7, &[]), Err(EditError::NoRow(7))));
    let edit = editor.edit(2, &[("own", "4")]);
    assert!(matches!(edit, Err(EditError::MalformedRow { line: 4 })));
}

#[test]
fn a_file_that_someone_else_changed_is_not_overwritten() {
    let folder = study(SMALL);
    let (mut one, mut other) = (open(folder.path()), open(folder.path()));
    one.edit(0, &[("label", "One")]).unwrap();
    one.save().unwrap();
    other.edit(1, &[("label", "Other")]).unwrap();
    assert!(matches!(other.save(), Err(EditError::Changed(_))));
    assert_eq!(open(folder.path()).version(), one.version());
    // Whoever saved last may save again.
    one.edit(1, &[("label", "Again")]).unwrap();
    one.save().unwrap();
}

#[test]
fn of_writers_at_once_each_saves_or_is_told() {
    let folder = study(SMALL);
    let saved: usize = std::thread::scope(|scope| {
        let write = |own: usize| {
            let mut editor = open(folder.path());
            editor.edit(0, &[("own", &own.to_string())]).unwrap();
            usize::from(editor.save().is_ok())
        };
        let writers: Vec<_> = (10..18)
            .map(|own| scope.spawn(move || write(own)))
            .collect();
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .sum()
    });
    assert!(saved >= 1);
    assert_eq!(open(folder.path()).get(1, "label").as_deref(), Some("B"));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        template("x").len()
    );
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = study(SMALL);
    let path = folder.path().join("actors.csv");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let mut editor = open(folder.path());
    editor.edit(0, &[("label", "Else")]).unwrap();
    editor.save().unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn tables_whose_quotes_went_wrong_are_not_opened() {
    let folder = study(b"own,type,Name,id\n1,state,\"A,a\n");
    let opened = TableEditor::open(folder.path(), TableName::Actors);
    assert!(matches!(opened, Err(EditError::Unreadable { .. })));
}
