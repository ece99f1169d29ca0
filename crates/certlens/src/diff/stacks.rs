//! Which TLS stacks took the old version and do not take the new one: each judges with its own loader and its own verifier.

use super::consequences::{error, warning};
use super::{Consequence, Version};
use crate::identity::ReferenceIdentifier;
use crate::identity::matching::answer;
use crate::identity::presented::presented;
use crate::peer::{self, Conversation, Files, Prediction, Refusal, Role, Side, Stack, stacks};
use crate::prose::list;
use crate::settings::Settings;

/// What every stack makes of a version, in both roles and with every version of the protocol, always in the same order.
struct Judged {
    /// Of the files, as their own workload.
    loading: Vec<(&'static Stack, Prediction)>,
    /// Of what they show, as a peer.
    meeting: Vec<(&'static Stack, Prediction)>,
}

/// What was taken and no longer is, by the workload that has the files and by peers with the old and with the new trust.
pub(super) fn of(old: &Version<'_>, new: &Version<'_>, settings: &Settings) -> Vec<Consequence> {
    if old.files == new.files || old.files.certificate.is_none() {
        return Vec::new();
    }
    let conversation = Conversation::new(name(old, new), settings.time);
    let judge =
        |version: &Version<'_>, trust: &Version<'_>| judge(&version.files, &trust.files, &conversation);
    let (before, after) = (judge(old, old), judge(new, new));
    let by_new = lost(
        "stacks-refuse",
        "What the new version shows is refused by peers with its own ca.crt, in stacks that went through with the old version",
        &before.meeting,
        &after.meeting,
    );
    let mut consequences: Vec<Consequence> = lost(
        "stacks-fail-to-load",
        "The files of the new version are not loaded by stacks that load the old ones",
        &before.loading,
        &after.loading,
    )
    .into_iter()
    .collect();
    if by_new.is_none() && old.files.trust != new.files.trust {
        let by_old = lost(
            "stacks-refuse-with-old-trust",
            "What the new version shows is refused by peers that still have the old ca.crt, in stacks that went through with the old version",
            &before.meeting,
            &judge(new, old).meeting,
        );
        let old_by_new = lost(
            "stacks-refuse-old",
            "What the old version shows, which is in use until it is replaced everywhere, is refused by peers with the new ca.crt, in \
             stacks that went through with it",
            &before.meeting,
            &judge(old, new).meeting,
        );
        consequences.extend(by_old.into_iter().chain(old_by_new));
    }
    consequences.extend(by_new);
    consequences
}

/// A name that both answer to, so that what a name that is gone means is not said again of each stack.
fn name(old: &Version<'_>, new: &Version<'_>) -> String {
    let dialled = |version: &Version<'_>| {
        peer::default_name(Some(&Side { files: version.files.clone(), ..Side::default() }))
    };
    let first = dialled(old);
    let reference = first.parse::<ReferenceIdentifier>().ok();
    let names = new.first().map(presented).unwrap_or_default();
    let is_kept = reference.is_some_and(|wanted| names.iter().any(|name| answer(&wanted, name).is_match()));
    if is_kept { first } else { dialled(new) }
}

/// Both roles of `version`, with a peer that trusts what `trust` does and shows nothing.
fn judge(version: &Files, trust: &Files, conversation: &Conversation) -> Judged {
    let peer = Files { trust: trust.trust.clone(), ..Files::default() };
    let as_server = peer::judge(version, &peer, conversation, stacks());
    let as_client = peer::judge(&peer, version, conversation, stacks());
    let mut judged = Judged { loading: Vec::new(), meeting: Vec::new() };
    for (own, verdicts) in [(Role::Server, as_server), (Role::Client, as_client)] {
        for one in verdicts {
            for (role, _, prediction) in one.verdicts {
                let part = if role == own { &mut judged.loading } else { &mut judged.meeting };
                part.push((one.stack, if role == own { loaded(prediction) } else { prediction }));
            }
        }
    }
    judged
}

/// Of a stack's own end only the loading counts: the peer has nothing to show.
fn loaded(prediction: Prediction) -> Prediction {
    match prediction {
        Prediction::Reject(_) => Prediction::Accept,
        other => other,
    }
}

/// The stacks that accepted before and refuse now; an error if no stack is left that does not.
fn lost(
    code: &'static str,
    lead: &str,
    before: &[(&'static Stack, Prediction)],
    after: &[(&'static Stack, Prediction)],
) -> Option<Consequence> {
    let accepted: Vec<_> =
        before.iter().zip(after).filter(|((_, was), _)| *was == Prediction::Accept).collect();
    let refusals: Vec<(&Stack, &Refusal)> =
        accepted.iter().filter_map(|(_, (stack, now))| Some((*stack, now.refusal()?))).collect();
    let (first, refusal) = refusals.first()?;
    let mut names: Vec<String> = Vec::new();
    for (stack, _) in &refusals {
        if !names.contains(&stack.label()) {
            names.push(stack.label());
        }
    }
    let message = format!(
        "{lead}: {}. {} says `{}`. Correct the new version before it is rolled out; `certlens pair` with both sides says what cures it.",
        list(&names),
        first.label(),
        refusal.error
    );
    Some(if refusals.len() == accepted.len() { error(code, message) } else { warning(code, message) })
}
