//! When a path is valid as far as the validity periods go: what an earlier or later time would change.

use crate::inventory::Inventory;
use crate::path::{Candidate, Role};
use crate::settings::AnchorUse;
use crate::span::ObjectId;
use crate::time::Timestamp;

/// The time during which every certificate of a path is valid, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// When the last of them becomes valid.
    pub start: Timestamp,
    /// The certificate that becomes valid last.
    pub starts_with: ObjectId,
    /// When the first of them expires: the effective expiry of the path.
    pub end: Timestamp,
    /// The certificate that expires first.
    pub ends_with: ObjectId,
}

impl Window {
    /// True if there is no time at which all of them are valid.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start > self.end
    }

    /// True if all of them are valid at `time`.
    #[must_use]
    pub fn has(&self, time: Timestamp) -> bool {
        self.start <= time && time <= self.end
    }
}

/// The window of `path`. The anchor counts if its validity is enforced. `None` where a time cannot be read.
#[must_use]
pub fn window(inventory: &Inventory, path: &Candidate, anchor_use: AnchorUse) -> Option<Window> {
    let counts = |role| role != Role::TrustAnchor || anchor_use.validity || path.steps.len() == 1;
    let mut window: Option<Window> = None;
    for step in path.steps.iter().filter(|step| counts(step.role)) {
        let id = step.certificate;
        let validity = &inventory.certificate(id)?.validity;
        let (start, end) = (validity.not_before.instant?, validity.not_after.instant?);
        let so_far = window.unwrap_or(Window { start, starts_with: id, end, ends_with: id });
        window = Some(Window {
            start: so_far.start.max(start),
            starts_with: if start > so_far.start { id } else { so_far.starts_with },
            end: so_far.end.min(end),
            ends_with: if end < so_far.end { id } else { so_far.ends_with },
        });
    }
    window
}
