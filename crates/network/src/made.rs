//! From statements that have found their nodes to nodes and ties, whatever the kind of network.

use super::NetworkError;
use super::addressed::{Addressed, addressed};
use super::assemble::{self, ClaimIds, EndedTie};
use super::count::{Counts, marks};
use super::follow::Follow;
use super::implied::{self, Closed};
use super::model::{NetworkKind, Node};
use super::options::{Logic, Options};
use super::place::Placed;
use super::positions::two_mode;
use super::project::{Link, Wanted};
use super::reading;
use demarche_core::statements::{Corpus, Statements};

/// What a network is assembled from.
pub(super) struct Made {
    pub(super) nodes: Vec<Node>,
    pub(super) ties: Vec<EndedTie>,
    pub(super) claims: ClaimIds,
    pub(super) acts: Vec<String>,
    /// That of the coalitions that nodes carry.
    pub(super) modularity: Option<f64>,
    /// What the counting rule left of the statements.
    pub(super) counted: u32,
}

impl Made {
    pub(super) fn of(
        corpus: &dyn Corpus,
        statements: &Statements<'_>,
        placed: Placed,
        (kind, options): (NetworkKind, &Options),
        is_read: bool,
    ) -> Result<Self, NetworkError> {
        if kind == NetworkKind::Addressed {
            return Self::addressed(corpus, statements, &placed, options);
        }
        if options.logic == Logic::Implied {
            return Self::implied(corpus, statements, placed, (kind, options), is_read);
        }
        let counts = match kind {
            NetworkKind::Shared if options.compat.is_some() => {
                Counts::whatever_the_stance(&placed, statements, options)
            }
            NetworkKind::Shared => Counts::of(&placed, statements, options).merged(),
            NetworkKind::Claims => Counts::of(&placed, statements, options).transposed(),
            _ => Counts::of(&placed, statements, options),
        };
        let level = (kind, options.nodes);
        let mut nodes = assemble::nodes(corpus, statements, &placed, &counts, level)?;
        // Some twenty bytes a statement, which ties may need.
        drop(placed);
        let claims = ClaimIds::of(corpus, &counts.claims)?;
        let signed = is_read
            .then(|| reading::signed_links(&counts, kind, options))
            .flatten();
        let modularity = signed
            .as_ref()
            .and_then(|links| reading::read(&mut nodes, counts.node_count(), links, options));
        let ties = match assemble::wanted(kind, options.ties) {
            Some(wanted) => assemble::ties(&counts, &claims, (wanted, options), signed),
            None => two_mode(&counts, None, &claims, options),
        };
        Ok(Self {
            nodes,
            ties,
            claims,
            acts: Vec::new(),
            modularity,
            counted: counts.total(),
        })
    }

    fn implied(
        corpus: &dyn Corpus,
        statements: &Statements<'_>,
        mut placed: Placed,
        (kind, options): (NetworkKind, &Options),
        is_read: bool,
    ) -> Result<Self, NetworkError> {
        let follow = Follow::of(corpus, &placed.claims);
        implied::widen(&mut placed, &follow);
        let marks = marks(&placed, statements, options);
        let said = Counts::of_marks(&placed, &marks);
        let closed = Closed::of(&placed, (&marks, &said), options.count, &follow);
        let level = (kind, options.nodes);
        let mut nodes = assemble::nodes(corpus, statements, &placed, &said, level)?;
        let claims = ClaimIds::of(corpus, &said.claims)?;
        let ties_of = |wanted| implied::ties(&closed, &said, &claims.ranks, wanted, options);
        let both = is_read.then(|| ties_of(Wanted::Both));
        let modularity = both.as_ref().and_then(|both| {
            let links: Vec<Link> = both.iter().map(Link::of).collect();
            reading::read(&mut nodes, said.node_count(), &links, options)
        });
        let ties = match assemble::wanted(kind, options.ties) {
            Some(wanted) => both
                .and_then(|both| assemble::of_kind(both, wanted, |(_, tie)| tie.kind))
                .unwrap_or_else(|| ties_of(wanted)),
            None => two_mode(&closed.counts, Some(&closed), &claims, options),
        };
        Ok(Self {
            nodes,
            ties,
            claims,
            acts: Vec::new(),
            modularity,
            counted: said.total(),
        })
    }

    fn addressed(
        corpus: &dyn Corpus,
        statements: &Statements<'_>,
        placed: &Placed,
        options: &Options,
    ) -> Result<Self, NetworkError> {
        let claims = ClaimIds::of(corpus, &placed.claims)?;
        let Addressed {
            nodes,
            ties,
            acts,
            counted,
        } = addressed(corpus, statements, placed, &claims, options)?;
        Ok(Self {
            nodes,
            ties,
            claims,
            acts,
            modularity: None,
            counted,
        })
    }
}
