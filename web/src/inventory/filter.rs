//! Which objects are wanted.

use std::collections::HashMap;

use certlens::inventory::ObjectKind;
use certlens::report::document::{InspectionDocument, ObjectDocument};
use certlens::report::vocabulary::ValidityState;
use certlens::time::{DAY, Timestamp};

use crate::badge;

/// Days in which a certificate that expires does so soon.
const SOON: i64 = 30;

/// What is asked for, all of it together.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Characters that stand somewhere in what is known of the object, in either case.
    pub(crate) text: String,
    /// All where there is none.
    pub(crate) kind: Option<ObjectKind>,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum State {
    #[default]
    Any,
    WithFindings,
    Soon,
    Expired,
    NotYet,
}

impl State {
    pub(super) const ALL: [Self; 5] =
        [Self::Any, Self::WithFindings, Self::Soon, Self::Expired, Self::NotYet];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Any => "In any state",
            Self::WithFindings => "With findings",
            Self::Soon => "Expires in 30 days",
            Self::Expired => "Expired",
            Self::NotYet => "Not yet valid",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.name() == name).unwrap_or_default()
    }
}

impl Filter {
    /// The numbers of the objects that are wanted; `findings` says how many each has.
    pub(super) fn apply(
        &self,
        document: &InspectionDocument,
        findings: &HashMap<usize, usize>,
    ) -> Vec<usize> {
        let needle = self.text.to_lowercase();
        let now = document.at.parse::<Timestamp>().unwrap_or_default();
        let wanted = |object: &&ObjectDocument| {
            self.kind.is_none_or(|kind| object.kind == kind)
                && self.has_state(object, now, findings.contains_key(&object.id))
                && (needle.is_empty() || has_text(object, &needle))
        };
        document.objects.iter().filter(wanted).map(|object| object.id).collect()
    }

    fn has_state(&self, object: &ObjectDocument, now: Timestamp, has_findings: bool) -> bool {
        let certificate = object.certificate.as_ref();
        let is =
            |state: ValidityState| certificate.is_some_and(|certificate| certificate.validity_state == state);
        let end = || certificate.and_then(|certificate| certificate.not_after.parse::<Timestamp>().ok());
        match self.state {
            State::Any => true,
            State::WithFindings => has_findings,
            State::Soon => is(ValidityState::Valid) && end().is_some_and(|end| end.0 - now.0 <= SOON * DAY),
            State::Expired => is(ValidityState::Expired),
            State::NotYet => is(ValidityState::NotYetValid),
        }
    }
}

fn has_text(object: &ObjectDocument, needle: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(needle);
    has(&object.title)
        || object.key_algorithm.as_deref().is_some_and(has)
        || object.sha256.as_deref().is_some_and(has)
        || object.spki_sha256.as_deref().is_some_and(has)
        || object.origins.iter().any(|origin| has(&origin.path) || has(&origin.source))
        || object.certificate.as_ref().is_some_and(|certificate| {
            has(&certificate.subject)
                || has(&certificate.issuer)
                || has(&certificate.serial)
                || has(badge::role(certificate.role))
                || certificate.subject_alternative_names.iter().any(|name| has(name))
        })
}
