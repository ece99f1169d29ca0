//! A pair, judged where its files are.

use certlens::peer::pair::pair;
use certlens::peer::{self, Conversation, Role, Said, Sides, Stack, Suites};
use certlens::{Inspection, report};

use crate::pairing::{Allowed, Chosen, Paired, Terms};

/// What the stacks of `terms` make of the sides that are chosen, or else of those that were found.
pub(super) fn judge(sides: &Sides, inspection: &Inspection, terms: &Terms) -> Paired {
    let candidates: Vec<String> = sides.candidates.iter().map(|side| side.title.clone()).collect();
    let chosen = terms.chosen.clone().filter(|chosen| chosen.among == candidates).unwrap_or_else(|| Chosen {
        server: sides.server,
        client: sides.client,
        ..Chosen::default()
    });
    let server = sides.played(Role::Server, chosen.server);
    let client = sides.played(Role::Client, chosen.client);
    let suites = chosen
        .suites
        .map(|allowed| Suites { ecdhe_rsa: allowed.ecdhe_rsa, ecdhe_ecdsa: allowed.ecdhe_ecdsa });
    let said = Said { name: chosen.name, suites };
    let (configuration, time) = (&inspection.configuration, inspection.settings.time);
    let conversation = Conversation::stated(configuration, server.as_ref(), time, said);
    let is_ticked = |stack: &&&'static Stack| terms.stacks.iter().any(|id| id == stack.id);
    let stacks: Vec<&'static Stack> = peer::stacks().iter().filter(is_ticked).copied().collect();
    let mut document =
        report::pair::document(&pair(server.as_ref(), client.as_ref(), &conversation, &stacks));
    // In place of a verdict.
    if let Some(asked) = sides.asked(chosen.server, chosen.client) {
        document.summary = asked;
    }
    Paired {
        document,
        candidates,
        server: chosen.server,
        client: chosen.client,
        suites: Allowed {
            ecdhe_rsa: conversation.suites.ecdhe_rsa,
            ecdhe_ecdsa: conversation.suites.ecdhe_ecdsa,
        },
    }
}
