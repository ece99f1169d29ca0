//! Whether a certificate was revoked, told from the lists and responses pasted (RFC 5280 §6.1.3 (a)(3), §6.3; RFC 6960).

use crate::inventory::Inventory;
use crate::path::Role;
use crate::path::budget::Budget;
use crate::path::member::Member;
use crate::path::memo::Memo;
use crate::path::state::State;
use crate::path::validate::Context;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::settings::{Revocation, Settings};
use crate::span::{Location, ObjectId};
use crate::time::Timestamp;
use crate::x509::certificate_list::reason_name;
use crate::x509::extension::ExtensionContent;

mod complete_list;
mod distribution_point;
pub(super) mod list;
pub(super) mod response;
mod signer;

pub(super) const REVOCATION: Rule = Rule {
    code: "revocation",
    title: "the certificate has not been revoked",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (a)(3)"),
    explanation: "A CA takes a certificate back by putting its serial number on a revocation list or by answering so over OCSP. Only lists and \
                  responses that are current, meant for this certificate and signed by its CA or on its behalf say anything. Nothing is fetched here: \
                  what was not pasted is not known.",
    remedy: "Replace a revoked certificate and its key. Where the status is not known, paste the current list of the CA, or stop asking for revocation.",
    kind: RuleKind::Requirement,
};

/// Why nothing is known where the budget is spent.
const SPENT: &str = "too many signatures were checked before";

/// What one source says of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Status {
    /// Not revoked; the object that says so.
    Good(ObjectId),
    /// Revoked, since when and why; the object that says so.
    Revoked(ObjectId, Option<Timestamp>, Option<u8>),
    /// Something concerns the certificate but does not settle it.
    Unusable(ObjectId, String),
}

/// What decides whether the issuer of a certificate, or someone on its behalf, said something.
#[derive(Debug, Clone, Copy)]
struct Authority {
    /// The certificate above the one asked about.
    issuer: ObjectId,
    /// The trust anchor of its path: that of a list's signer must be the same (RFC 5280 §6.3.3 (f)).
    anchor: ObjectId,
}

/// What the lists and responses of `inventory` say of `certificate`, which `issuer` issued on a path that ends at `anchor`: a pass if
/// it is not revoked, a failure if it is, `Undetermined` if they do not settle it, `NotApplicable` if none concerns it and none is
/// required.
#[must_use]
pub fn check(
    inventory: &Inventory,
    certificate: ObjectId,
    issuer: ObjectId,
    anchor: ObjectId,
    settings: &Settings,
    memo: &mut Memo,
) -> Option<Finding> {
    let mut budget = Budget::default();
    let member = Member::of(inventory, memo, certificate, Role::EndEntity)?;
    let mut context = Context { inventory, settings, memo, budget: &mut budget, signers: Vec::new() };
    Some(judge(&mut context, &member, Authority { issuer, anchor }))
}

/// §6.1.3 (a)(3)
pub(super) fn revocation(context: &mut Context<'_, '_>, member: &Member<'_>, state: &State<'_>) -> Finding {
    judge(context, member, Authority { issuer: state.working_issuer_id, anchor: state.anchor_id })
}

fn judge(context: &mut Context<'_, '_>, member: &Member<'_>, authority: Authority) -> Finding {
    let label = &member.label;
    let none = |message: String| {
        Member::finding(&REVOCATION, Outcome::NotApplicable, Location::Object(member.id), message)
    };
    let says_none = |content: &ExtensionContent| matches!(content, ExtensionContent::NoRevocationAvailable);
    if member.certificate.extensions.iter().any(|extension| says_none(&extension.content)) {
        return none(format!("{label} says that its CA publishes nothing about its revocation (RFC 9608)."));
    }
    let mut statuses = response::statuses(context, member, authority);
    statuses.extend(complete_list::statuses(context, member, authority));
    let revoked = statuses.iter().find(|status| matches!(status, Status::Revoked(..)));
    let good = || statuses.iter().find(|status| matches!(status, Status::Good(_)));
    match (revoked.or_else(good), statuses.first()) {
        (Some(Status::Revoked(by, since, reason)), _) => {
            let since = since.map_or_else(String::new, |since| format!(" on {since}"));
            let reason =
                reason.map_or_else(String::new, |reason| format!(" ({})", reason_name(u64::from(reason))));
            let message = format!("{label} was revoked{since}{reason}. Replace it, and its key.");
            Member::finding(&REVOCATION, Outcome::Fail, Location::Object(*by), message)
        }
        (Some(Status::Good(by)), _) => {
            let message = format!("{label} is not revoked, says what its CA signed.");
            Member::finding(&REVOCATION, Outcome::Pass, Location::Object(*by), message)
        }
        (_, Some(Status::Unusable(by, why))) => {
            let message = format!(
                "Whether {label} was revoked is not known, because {why}. Paste the current list of its CA."
            );
            Member::finding(&REVOCATION, Outcome::Undetermined, Location::Object(*by), message)
        }
        _ if context.settings.revocation == Revocation::Required => {
            let message = format!(
                "Whether {label} was revoked is not known, because nothing pasted tells. Paste the current list of `{}`.",
                member.certificate.issuer
            );
            Member::finding(&REVOCATION, Outcome::Undetermined, Location::Object(member.id), message)
        }
        _ => none(format!("Nothing pasted tells whether {label} was revoked, and it was not asked for.")),
    }
}

/// Why a statement made for the time from `this_update` to `next_update` does not count at the validation time, if so.
fn not_current(
    settings: &Settings,
    this_update: Option<Timestamp>,
    next_update: Option<Option<Timestamp>>,
) -> Option<String> {
    let time = settings.time;
    match (this_update, next_update) {
        (None, _) | (_, Some(None)) => Some("its times cannot be read".to_owned()),
        (Some(this), _) if this > time => Some(format!("it counts from {this} on, which is after {time}")),
        (_, Some(Some(next))) if next < time => {
            Some(format!("it counted up to {next}, which is before {time}"))
        }
        (Some(this), _) if settings.revocation_age.is_some_and(|age| time.0.saturating_sub(this.0) > age) => {
            Some(format!("it is of {this}, {} old at {time}", this.distance(time)))
        }
        _ => None,
    }
}

/// A serial number without the octets that say nothing.
pub(super) fn minimal(serial: &[u8]) -> &[u8] {
    match serial {
        [0, rest @ ..] if rest.first().is_some_and(|next| next & 0x80 == 0) => minimal(rest),
        [0xff, rest @ ..] if rest.first().is_some_and(|next| next & 0x80 != 0) => minimal(rest),
        _ => serial,
    }
}
