//! What comes of a pair, in a sentence or two.

use crate::peer::pair::{self, Handshake, Pair};
use crate::peer::{Role, Stack};
use crate::prose::list;

pub(super) fn summary(pair: &Pair) -> String {
    let mut sentences = vec![headline(pair)];
    for role in Role::ALL {
        let refusing: Vec<&Stack> = refusing(pair, role);
        if refusing.is_empty() {
            continue;
        }
        let names = list(&refusing.iter().map(|stack| stack.label()).collect::<Vec<_>>());
        let one = refusing.len() == 1;
        let all = !one && refusing.len() == pair.stacks.len();
        sentences.push(match role {
            Role::Client if all => "As the client, no stack accepts the server.".to_owned(),
            Role::Server if all => "As the server, no stack accepts the client.".to_owned(),
            Role::Client if one => format!("As the client, {names} does not accept the server."),
            Role::Client => format!("As the client, {names} do not accept the server."),
            Role::Server if one => format!("As the server, {names} does not accept the client."),
            Role::Server => format!("As the server, {names} do not accept the client."),
        });
    }
    sentences.join(" ")
}

fn headline(pair: &Pair) -> String {
    let stacks = pair.stacks.len();
    match (&pair.server, &pair.client) {
        (None, None) => {
            "There is no side with a certificate; paste those of a server, a client or both.".to_owned()
        }
        _ if stacks == 0 => {
            "No stack is chosen, so nothing is judged; choose those in your system.".to_owned()
        }
        (Some(_), None) => one_sided(pair, "server", Role::Client),
        (None, Some(_)) => one_sided(pair, "client", Role::Server),
        (Some(_), Some(_)) => {
            let cells = pair.stacks.iter().flat_map(|client| {
                pair.stacks.iter().filter_map(move |server| pair::outcome(client, server))
            });
            let cells: Vec<Handshake> = cells.collect();
            let of = |wanted: Handshake| cells.iter().filter(|cell| **cell == wanted).count();
            let (all, works, open) = (cells.len(), of(Handshake::Accept), of(Handshake::Undetermined));
            if stacks == 1 {
                let name = pair.stacks.first().map(|verdicts| verdicts.stack.label()).unwrap_or_default();
                return match cells.first() {
                    Some(Handshake::Accept) => format!("This pair shakes hands with {name} at both ends."),
                    Some(Handshake::Reject) => {
                        format!("This pair does not shake hands with {name} at both ends.")
                    }
                    _ => format!("Whether this pair shakes hands with {name} at both ends cannot be told."),
                };
            }
            let open = if open > 0 { format!(" Of {open} more it cannot be told.") } else { String::new() };
            if works == all {
                format!("This pair shakes hands in all {all} combinations of {stacks} stacks.")
            } else {
                format!("This pair shakes hands in {works} of {all} combinations of {stacks} stacks.{open}")
            }
        }
    }
}

/// How many stacks would accept what one side shows, if they trusted what it trusts.
fn one_sided(pair: &Pair, shown: &str, judging: Role) -> String {
    let all = pair.stacks.len();
    let accepting = pair.stacks.iter().filter(|verdicts| {
        let mut own = verdicts.verdicts.iter().filter(|(role, ..)| *role == judging);
        own.all(|(.., prediction)| matches!(prediction, crate::peer::Prediction::Accept))
    });
    format!(
        "Only a {shown} was given. {} of {all} stacks would accept it, if they trust what it trusts.",
        accepting.count()
    )
}

/// The stacks that refuse in this role, in the version that they would use.
pub(super) fn refusing(pair: &Pair, role: Role) -> Vec<&'static Stack> {
    let refuses = |verdicts: &&crate::peer::StackVerdicts| {
        let own = verdicts.verdicts.iter().filter(|(own, ..)| *own == role);
        own.max_by_key(|(_, version, _)| *version)
            .is_some_and(|(.., prediction)| prediction.refusal().is_some())
    };
    pair.stacks.iter().filter(refuses).map(|verdicts| verdicts.stack).collect()
}
