//! Statements as triples: the part of the mapping that runs for every row of the largest table.

use super::mapping::Mapping;
use super::mint::hex;
use super::sink::TripleSink;
use demarche_core::model::{SpeechAct, Stance, Statement, StatementName};
use demarche_core::vocab::dm;

impl<S: TripleSink> Mapping<'_, S> {
    /// Gives the triples of a statement.
    pub fn statement(&mut self, statement: &Statement<'_>) {
        let node = match &statement.name {
            StatementName::Id(id) => self.node("statement", id.as_str()),
            StatementName::Digest(digest) => self.node("statement", &hex(digest)),
        };
        self.add_class(node, dm::STATEMENT);
        let stated_in = self.source_of(statement.source);
        self.add(node, dm::STATED_IN, stated_in);
        let speaker = self.actor_of(statement.actor);
        self.add(node, dm::SPEAKER, speaker);
        let claim = self.claim_of(statement.claim);
        self.add(node, dm::CLAIM_PROPERTY, claim);
        self.add_stance(node, statement.stance);
        if let Some(body) = statement.on_behalf_of {
            let body = self.actor_of(body);
            self.add(node, dm::ON_BEHALF_OF, body);
        }
        if let Some(act) = statement.act {
            self.add_act(node, act);
        }
        for addressee in &statement.addressees {
            let addressee = self.actor_of(*addressee);
            self.add(node, dm::ADDRESSEE, addressee);
        }
        // Date and level come from the source where the statement has none of its own, so that a
        // query needs one pattern for either.
        let source = &self.study.sources[statement.source];
        if let Some(date) = statement.date.or(source.date.as_ref()) {
            self.add_date(node, dm::STATED_ON, date);
        }
        if let Some(level) = statement.authority.or(source.authority) {
            self.add_authority(node, level);
        }
        self.add_text_if(node, dm::PARAPHRASE, statement.paraphrase);
        if let Some(locator) = statement.locator {
            self.add_plain(node, dm::LOCATOR, locator);
        }
        for coder in statement.coders.iter() {
            self.add_plain(node, dm::CODED_BY, coder);
        }
        self.add_attributes(node, &statement.attributes);
    }

    fn source_of(&mut self, row: usize) -> S::Term {
        let id = &self.study.sources[row].id;
        let make = |mapping: &mut Self| mapping.node("source", id.as_str());
        self.once(|terms| &mut terms.sources[row], make)
    }

    fn actor_of(&mut self, row: usize) -> S::Term {
        let id = &self.study.actors[row].id;
        let make = |mapping: &mut Self| mapping.node("actor", id.as_str());
        self.once(|terms| &mut terms.actors[row], make)
    }

    fn claim_of(&mut self, row: usize) -> S::Term {
        let id = &self.study.claims[row].id;
        let make = |mapping: &mut Self| mapping.node("claim", id.as_str());
        self.once(|terms| &mut terms.claims[row], make)
    }

    fn add_stance(&mut self, node: S::Term, stance: Stance) {
        let term = self.once(
            |terms| &mut terms.stances[stance as usize],
            |mapping| mapping.concept("stance", stance.code()),
        );
        self.add(node, dm::STANCE, term);
    }

    fn add_act(&mut self, node: S::Term, act: SpeechAct) {
        let term = self.once(
            |terms| &mut terms.acts[act as usize],
            |mapping| mapping.concept("act", act.code()),
        );
        self.add(node, dm::ACT, term);
    }
}
