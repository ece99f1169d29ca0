//! The icon and the word of what a stack does.

use std::collections::BTreeMap;

use certlens::peer::Role;
use certlens::report::pair::{PairDocument, StackDocument, VerdictDocument};
use certlens::report::vocabulary::StackVerdict;
use certlens::rule::Verdict;

use crate::icon::Icon;

/// A class, an icon and a word.
pub(super) type Mark = (&'static str, Icon, &'static str);

pub(super) const WORKS: Mark = ("pass", Icon::Pass, "works");
pub(super) const REFUSED: Mark = ("error", Icon::Fail, "refused");
pub(super) const OPEN: Mark = ("undetermined", Icon::Undetermined, "cannot be told");
pub(super) const IN_PART: Mark = ("warning", Icon::Warning, "works in part");
/// Nothing shows which sides talk to each other.
pub(super) const WHICH: Mark = ("undetermined", Icon::Undetermined, "not judged");
const REFUSES: Mark = ("error", Icon::Fail, "refuses");

/// The mark of a handshake, or of no version in common.
pub(super) fn of_handshake(verdict: Option<Verdict>) -> Mark {
    match verdict {
        Some(Verdict::Accept) => WORKS,
        Some(Verdict::Reject) => REFUSED,
        Some(Verdict::Undetermined) => OPEN,
        None => ("undetermined", Icon::Close, "no version in common"),
    }
}

/// The mark of what a stack does in one role with one version.
pub(super) fn of_verdict(verdict: StackVerdict) -> Mark {
    match verdict {
        StackVerdict::Accept => ("pass", Icon::Pass, "accepts"),
        StackVerdict::Reject => REFUSES,
        StackVerdict::LoadError => ("error", Icon::Fail, "does not load its files"),
        StackVerdict::Undetermined => OPEN,
    }
}

/// The mark of a stack in all the roles that are judged.
pub(super) fn of_stack(stack: &StackDocument, roles: &[Role]) -> Mark {
    let refusing: Vec<Role> = roles
        .iter()
        .copied()
        .filter(|role| verdict(stack, *role).is_some_and(StackVerdict::is_refusal))
        .collect();
    let is_open = |role: &Role| verdict(stack, *role) != Some(StackVerdict::Accept);
    match refusing.as_slice() {
        [] if roles.iter().any(is_open) => OPEN,
        [] => WORKS,
        [Role::Client] if roles.len() > 1 => ("error", Icon::Fail, "refuses as client"),
        [Role::Server] if roles.len() > 1 => ("error", Icon::Fail, "refuses as server"),
        _ => REFUSES,
    }
}

/// The verdict with the version that the stack would use, the highest that it speaks.
fn verdict(stack: &StackDocument, role: Role) -> Option<StackVerdict> {
    by_version(stack, role).values().next_back().map(|verdict| verdict.verdict)
}

/// What a stack does in a role, by version, the lowest first.
pub(super) const fn by_version(stack: &StackDocument, role: Role) -> &BTreeMap<String, VerdictDocument> {
    match role {
        Role::Client => &stack.client,
        Role::Server => &stack.server,
    }
}

/// The roles that judge the sides that were given: the client judges the server, and the other way round.
pub(super) fn judging(document: &PairDocument) -> Vec<Role> {
    let server = document.server.as_ref().map(|_| Role::Client);
    let client = document.client.as_ref().map(|_| Role::Server);
    server.into_iter().chain(client).collect()
}

/// The verdict of two stacks with the version that they agree on, which comes last; `None` where they have none in common.
pub(super) fn handshake<'a>(
    document: &'a PairDocument,
    client: &str,
    server: &str,
) -> Option<(&'a str, Verdict)> {
    let cell = document.handshakes.iter().rfind(|cell| cell.client == client && cell.server == server)?;
    Some((cell.tls.as_str(), cell.verdict))
}

/// A stack as the page names it.
pub(super) fn label(stack: &StackDocument) -> String {
    format!("{} {}", stack.name, stack.version)
}
