//! Where a path ends (RFC 5280 §6.1.1 (d)).

use crate::inventory::Inventory;
use crate::path::PathEnd;
use crate::path::member::{self, Member};
use crate::path::memo::Memo;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::settings::Trust;
use crate::span::{Location, ObjectId};

pub(crate) const TRUST_ANCHOR: Rule = Rule {
    code: "trust-anchor",
    title: "the path ends at a trust anchor",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.1 (d)"),
    explanation: "A path proves something only if it ends at a key that was trusted beforehand. A certificate is not trusted because it was \
                  presented or pasted: in Kubernetes, `ca.crt` says what a side trusts.",
    remedy: "Present every intermediate in `tls.crt`, the end entity's certificate first, and put the root (or the CA) into `ca.crt` of the other side.",
    kind: RuleKind::Requirement,
};

/// Whether a path ends at an anchor; where it does not, why, and what came near. Where nothing is trusted at all, that cannot be
/// told.
pub(super) fn end(
    inventory: &Inventory,
    memo: &Memo,
    trust: &Trust,
    last: &Member<'_>,
    end: &PathEnd,
) -> Finding {
    let outcome = if trust.is_empty() { Outcome::Undetermined } else { Outcome::Fail };
    let label = &last.label;
    let issuer = &last.certificate.issuer;
    let at = last.at(issuer.range);
    let message = match end {
        PathEnd::Anchor(_) => {
            let message = format!("{label} is a trust anchor.");
            return Member::finding(&TRUST_ANCHOR, Outcome::Pass, Location::Object(last.id), message);
        }
        PathEnd::Untrusted(id) => {
            let message = format!(
                "The path ends at {label}, which is self-signed but not among the trust anchors. If it is to be trusted, put it into `ca.crt` of the side that must trust it."
            );
            return Member::finding(&TRUST_ANCHOR, outcome, Location::Object(*id), message);
        }
        PathEnd::Loop(id) => {
            let again = inventory.certificate(*id).map_or_else(String::new, member::label);
            format!(
                "The path runs in a circle: {label} was issued by `{issuer}`, and every certificate of that name leads back to {again}. Paste the CA that stands above the circle."
            )
        }
        PathEnd::MissingIssuer(_) if near_self(memo, last.id) => format!(
            "{label} names itself as its issuer, whether it signed itself could not be checked, and it is not among the trust anchors. If it is to be trusted, put it into `ca.crt` of the side that must trust it."
        ),
        PathEnd::MissingIssuer(name) => {
            let near = near_misses(inventory, memo, last);
            format!("{label} was issued by `{name}`, and {near}")
        }
    };
    Member::finding(&TRUST_ANCHOR, outcome, at, message)
}

/// True if the certificate bears the name of its issuer, nothing else here does, and its own key may have signed it.
fn near_self(memo: &Memo, id: ObjectId) -> bool {
    memo.is_self_issued(id) && same_name(memo, id).is_empty() && !memo.is_refuted(id, id)
}

/// The other certificates with the name of the issuer.
fn same_name(memo: &Memo, id: ObjectId) -> Vec<ObjectId> {
    let named = memo.node(id).map(|node| memo.named(node.issuer)).unwrap_or_default();
    named.iter().copied().filter(|other| *other != id).collect()
}

/// What was pasted in place of the missing issuer.
fn near_misses(inventory: &Inventory, memo: &Memo, last: &Member<'_>) -> String {
    let wanted = last.certificate.authority_key_identifier().and_then(|aki| aki.key_identifier.as_deref());
    let same_name = same_name(memo, last.id);
    if let Some(other) = same_name.first() {
        let count = same_name.len();
        let found =
            inventory.certificate(*other).and_then(|certificate| certificate.subject_key_identifier());
        let identifiers = match (wanted, found) {
            (Some(wanted), Some(found)) if wanted != found => format!(
                " (the key identifier asked for is `{}`, that of the one pasted is `{}`)",
                data_encoding::HEXLOWER.encode(wanted),
                data_encoding::HEXLOWER.encode(found)
            ),
            _ => String::new(),
        };
        let which = if count == 1 {
            "one certificate has that name".to_owned()
        } else {
            format!("{count} certificates have that name")
        };
        let all_checked = same_name.iter().all(|issuer| memo.is_refuted(*issuer, last.id));
        return if all_checked {
            format!(
                "{which}, but another key{identifiers}, which did not sign it. Paste the certificate of the CA that did."
            )
        } else {
            format!(
                "{which}{identifiers}; whether they signed it could not all be checked. Paste only the certificate of the CA that did."
            )
        };
    }
    let copy = memo.node(last.id).and_then(|node| memo.copy_named(node.issuer));
    if let Some(copy) = copy.and_then(|copy| inventory.object(copy)) {
        return format!(
            "only {} has that name, which no workload mounts. Add the certificate of that CA to `tls.crt`, below the one it issued.",
            copy.name()
        );
    }
    let same_key = wanted.and_then(|wanted| memo.with_key_identifier(wanted, last.id));
    if let Some(other) = same_key.and_then(|other| inventory.certificate(other)) {
        return format!(
            "nothing pasted has that name, but `{}` has the key identifier asked for. Have the certificate issued with the CA's exact name.",
            other.subject
        );
    }
    if memo.is_self_issued(last.id) {
        return "its own key did not sign it, and nothing else pasted has that name. Add the certificate that the CA had before, with the key that did."
            .to_owned();
    }
    "nothing pasted has that name. Add the certificate of that CA to `tls.crt`, below the one it issued."
        .to_owned()
}
