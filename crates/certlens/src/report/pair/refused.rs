//! What stacks refuse, gathered: one finding for each requirement that does not hold, with everyone who asks it.

use crate::peer::pair::{Pair, Shown};
use crate::peer::{Cause, Refusal, Role, Stack};
use crate::prose::list;
use crate::report::document::FindingDocument;
use crate::report::pair::spoken;
use crate::rule::{Outcome, RuleKind};
use crate::sort;
use crate::x509::certificate;

/// Refusals for one cause, about one certificate or file.
struct Group<'a> {
    cause: Cause,
    role: Role,
    refusal: &'a Refusal,
    is_load: bool,
    stacks: Vec<&'static Stack>,
}

pub(super) fn findings(pair: &Pair) -> Vec<FindingDocument> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for verdicts in &pair.stacks {
        for (role, _, prediction) in &verdicts.verdicts {
            let Some(refusal) = prediction.refusal() else { continue };
            let is_load = matches!(prediction, crate::peer::Prediction::LoadError(_));
            let same = groups.iter_mut().find(|group| {
                (group.cause, group.role, group.is_load) == (refusal.cause, *role, is_load)
                    && group.refusal.certificate == refusal.certificate
            });
            match same {
                Some(group) if group.stacks.contains(&verdicts.stack) => {}
                Some(group) => group.stacks.push(verdicts.stack),
                None => groups.push(Group {
                    cause: refusal.cause,
                    role: *role,
                    refusal,
                    is_load,
                    stacks: vec![verdicts.stack],
                }),
            }
        }
    }
    sort::by_key(&mut groups, |group| core::cmp::Reverse(group.stacks.len()));
    groups.iter().map(|group| finding(pair, group)).collect()
}

/// What a stack does about a certificate or a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// It does not load what its own side was given.
    Load,
    /// It loads it, and cannot use it in the handshake.
    Use,
    /// It refuses what the other side shows.
    Refuse,
}

fn finding(pair: &Pair, group: &Group<'_>) -> FindingDocument {
    let rule = group.cause.rule();
    let der = group.refusal.certificate.as_deref();
    let certificate = der.and_then(|der| certificate::read(der, &mut Vec::new()));
    let shows = |role: Role| {
        let side = if role == Role::Client { &pair.client } else { &pair.server };
        let shown = side.as_ref().and_then(|side: &Shown| side.certificate.as_ref());
        shown.is_some_and(|shown| der.is_some_and(|der| der.starts_with(&shown.der)))
    };
    let other = group.role.other();
    let deed = match () {
        () if group.is_load => Deed::Load,
        () if shows(group.role) && !shows(other) => Deed::Use,
        () => Deed::Refuse,
    };
    let side = if deed == Deed::Refuse { other } else { group.role };
    let whose = match &certificate {
        Some(certificate) if shows(side) => {
            format!("certificate `{}` of the {}", certificate.label(), side.name())
        }
        Some(certificate) => {
            format!("certificate `{}`, on the path of the {}", certificate.label(), side.name())
        }
        None => format!("what the {} was given", side.name()),
    };
    let stacks = list(&group.stacks.iter().map(|stack| stack.label()).collect::<Vec<_>>());
    let judge = group.role.name();
    let who = match (deed, group.stacks.len() == 1) {
        (Deed::Refuse, true) => format!("as the {judge}, {stacks} refuses it"),
        (Deed::Refuse, false) => format!("as the {judge}, {stacks} refuse it"),
        (Deed::Use, _) => format!("as the {judge}, {stacks} cannot use it"),
        (Deed::Load, true) => format!("{stacks} does not load it"),
        (Deed::Load, false) => format!("{stacks} do not load it"),
    };
    let first = match group.stacks.as_slice() {
        [first, _, ..] => format!("{} first with", first.label()),
        _ => "with".to_owned(),
    };
    let error = &group.refusal.error;
    let error = spoken::own_words(error).unwrap_or_else(|| spoken::text(error));
    FindingDocument {
        code: rule.code.to_owned(),
        title: rule.title.to_owned(),
        kind: RuleKind::Requirement,
        severity: rule.severity,
        outcome: Outcome::Fail,
        message: format!("{whose}: {who}, {first} `{error}`. {}", rule.remedy),
        object: None,
        start: None,
        end: None,
        text: None,
        check: None,
    }
}
