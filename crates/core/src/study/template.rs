//! The files of a new study.

/// A file of a new study.
pub struct TemplateFile {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

/// The files of a new study: a manifest, five tables with their headers, and how to code.
///
/// `name` becomes the title and the last part of the base IRI.
pub fn template(name: &str) -> Vec<TemplateFile> {
    let slug =
        crate::model::Id::suggest(name).map_or_else(|| "study".to_owned(), |id| id.to_string());
    // A TOML basic string; JSON's escapes are a subset of TOML's.
    let title = serde_json::Value::from(name).to_string();
    let manifest = include_str!("template/demarche.toml")
        .replace("\"TITLE\"", &title)
        .replace("SLUG", &slug);
    let file = |name, content: &str| TemplateFile {
        name,
        content: content.to_owned(),
    };
    vec![
        file("demarche.toml", &manifest),
        file("themes.csv", include_str!("template/themes.csv")),
        file("claims.csv", include_str!("template/claims.csv")),
        file("actors.csv", include_str!("template/actors.csv")),
        file("sources.csv", include_str!("template/sources.csv")),
        file("statements.csv", include_str!("template/statements.csv")),
        file("README.md", include_str!("template/README.md")),
    ]
}
