//! What comes of a pair, in a sentence or two.

use crate::peer::pair::{self, Pair};
use crate::peer::{Prediction, Role, Stack, StackVerdicts};
use crate::prose::list;
use crate::rule::Verdict;

pub(super) fn summary(pair: &Pair) -> String {
    let mut sentences = vec![headline(pair)];
    for role in Role::ALL {
        let refusing: Vec<&Stack> = refusing(pair, role);
        let labels = || refusing.iter().map(|stack| stack.label()).collect::<Vec<_>>();
        let (who, negation, s) = match refusing.len() {
            0 => continue,
            1 => (list(&labels()), " does not", ""),
            count if count == pair.stacks.len() => ("no stack".to_owned(), "", "s"),
            _ => (list(&labels()), " do not", ""),
        };
        let (me, other) = (role.name(), role.other().name());
        sentences.push(if is_given(pair, role.other()) {
            format!("As the {me}, {who}{negation} accept{s} the {other}.")
        } else {
            format!("As the {me}, {who}{negation} load{s} its files.")
        });
    }
    sentences.join(" ")
}

const fn is_given(pair: &Pair, role: Role) -> bool {
    match role {
        Role::Client => pair.client.is_some(),
        Role::Server => pair.server.is_some(),
    }
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
        (Some(_), None) => one_sided(pair, Role::Client),
        (None, Some(_)) => one_sided(pair, Role::Server),
        (Some(_), Some(_)) => {
            let cells = pair.stacks.iter().flat_map(|client| {
                pair.stacks.iter().filter_map(move |server| pair::outcome(client, server))
            });
            let cells: Vec<Verdict> = cells.collect();
            let of = |wanted: Verdict| cells.iter().filter(|cell| **cell == wanted).count();
            let (all, works, open) = (cells.len(), of(Verdict::Accept), of(Verdict::Undetermined));
            if stacks == 1 {
                let name = pair.stacks.first().map(|verdicts| verdicts.stack.label()).unwrap_or_default();
                return match cells.first() {
                    Some(Verdict::Accept) => format!("This pair shakes hands with {name} at both ends."),
                    Some(Verdict::Reject) => {
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

/// How many stacks would accept what one side shows, if they trust what it trusts.
fn one_sided(pair: &Pair, judging: Role) -> String {
    let all = pair.stacks.len();
    let shown = judging.other().name();
    let of = |is: fn(&Prediction) -> bool| {
        let judge = |verdicts: &&StackVerdicts| {
            let mut own = verdicts.verdicts.iter().filter(|(role, ..)| *role == judging);
            own.all(|(.., prediction)| is(prediction))
        };
        pair.stacks.iter().filter(judge).count()
    };
    if of(|prediction| matches!(prediction, Prediction::Undetermined(_))) == all {
        return format!(
            "Only a {shown} was given, and nothing that issued its certificate, so that it cannot be told who accepts it; paste that CA, or the {}'s side.",
            judging.name()
        );
    }
    let accepting = of(|prediction| *prediction == Prediction::Accept);
    format!(
        "Only a {shown} was given. {accepting} of {all} stacks would accept it, if they trust what it trusts."
    )
}

/// The stacks that refuse in this role, in the version that they would use.
pub(super) fn refusing(pair: &Pair, role: Role) -> Vec<&'static Stack> {
    let refuses = |verdicts: &&StackVerdicts| {
        let own = verdicts.verdicts.iter().filter(|(own, ..)| *own == role);
        own.max_by_key(|(_, version, _)| *version)
            .is_some_and(|(.., prediction)| prediction.refusal().is_some())
    };
    pair.stacks.iter().filter(refuses).map(|verdicts| verdicts.stack).collect()
}
