//! What stacks refuse, gathered: one finding for each requirement that does not hold, with everyone who asks it.

use crate::peer::pair::Pair;
use crate::peer::{Cause, Refusal, Role, Stack};
use crate::prose::list;
use crate::report::document::FindingDocument;
use crate::report::pair::summary::label;
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
    groups.iter().map(finding).collect()
}

fn finding(group: &Group<'_>) -> FindingDocument {
    let rule = group.cause.rule();
    let certificate =
        group.refusal.certificate.as_ref().and_then(|der| certificate::read(der, &mut Vec::new()));
    // A stack that loads is of its own side; one that judges, of the other.
    let side = match (group.role, group.is_load) {
        (Role::Client, true) | (Role::Server, false) => "client",
        (Role::Server, true) | (Role::Client, false) => "server",
    };
    let whose = match &certificate {
        Some(certificate) => format!("certificate `{}` of the {side}'s chain", certificate.label()),
        None => format!("what the {side} was given"),
    };
    let stacks = list(&group.stacks.iter().map(|stack| label(stack)).collect::<Vec<_>>());
    let who = match (group.role, group.is_load) {
        (Role::Client, false) => format!("as the client, {stacks} refuse it"),
        (Role::Server, false) => format!("as the server, {stacks} refuse it"),
        (_, true) => format!("{stacks} do not load it"),
    };
    FindingDocument {
        code: rule.code.to_owned(),
        title: rule.title.to_owned(),
        kind: "requirement".to_owned(),
        severity: rule.severity.to_string(),
        outcome: "fail".to_owned(),
        message: format!(
            "{whose}: {who}, {} first with `{}`. {}",
            first(group),
            group.refusal.error,
            rule.remedy
        ),
        object: None,
        start: None,
        end: None,
        text: None,
        check: None,
    }
}

fn first(group: &Group<'_>) -> String {
    group.stacks.first().map(|stack| label(stack)).unwrap_or_default()
}
