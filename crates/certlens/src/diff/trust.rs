//! Whether the peers of one version accept what the other presents.

use std::collections::HashSet;

use super::Version;
use crate::inventory::{Inventory, Object};
use crate::path::{self, Memo};
use crate::rule::{Outcome, Verdict};
use crate::settings::{Settings, Trust};
use crate::span::ObjectId;

/// What a peer makes of a chain, and why.
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    pub(super) reason: String,
}

/// What a peer that trusts `trusted`, and nothing else, makes of what `version` presents; none where there is nothing to trust.
pub(super) fn judge(version: &Version<'_>, trusted: &[&Object], settings: &Settings) -> Option<Judgement> {
    let anchors: Vec<[u8; 32]> = trusted.iter().filter_map(|object| object.sha256()).collect();
    if anchors.is_empty() || version.presented.is_empty() {
        return None;
    }
    let mut inventory = Inventory::default();
    let mut known = HashSet::new();
    for object in version.presented.iter().chain(trusted) {
        let id = ObjectId(inventory.objects.len());
        if known.insert(object.sha256()) {
            inventory.objects.push(Object { id, ..(*object).clone() });
        }
    }
    let settings = Settings { trust: Trust::from_iter(anchors), ..settings.clone() };
    let mut memo = Memo::of(&inventory);
    let search = path::search(&inventory, ObjectId(0), &settings, &mut memo);
    let verdict = search.verdict();
    let steps = search.candidates.into_iter().next().map(|best| best.steps).unwrap_or_default();
    let reason = steps.into_iter().flat_map(|step| step.findings).find(|finding| match verdict {
        Verdict::Accept => false,
        Verdict::Reject => finding.outcome == Outcome::Fail,
        Verdict::Undetermined => finding.outcome == Outcome::Undetermined,
    });
    Some(Judgement { verdict, reason: reason.map(|finding| finding.message).unwrap_or_default() })
}
