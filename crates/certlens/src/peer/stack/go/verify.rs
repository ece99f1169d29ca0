//! `crypto/x509/verify.go`, `Certificate.Verify`: all chains are built, and one that allows the role is enough.

use std::rc::Rc;

use super::{Release, constraints, hostname, signature};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role};
use crate::peer::rules::Link;
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::grpc::policy;
use crate::peer::stack::openssl::x509::{self, X509};
use crate::sort;
use crate::time::Timestamp;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::GeneralNameValue;
use crate::x509::oids;

/// Why Go does not verify a certificate.
pub(super) struct Refused {
    pub(super) cause: Cause,
    /// Go's text, from `x509: ` on.
    pub(super) text: String,
    pub(super) certificate: Option<Rc<Parsed>>,
    /// Whether it is an `UnknownAuthorityError`, which has an alert of its own.
    pub(super) is_unknown_authority: bool,
    /// Why it cannot be told whether Go does.
    pub(super) unknown: Option<String>,
}

impl Refused {
    fn new(cause: Cause, text: impl Into<String>) -> Self {
        Self { cause, text: text.into(), certificate: None, is_unknown_authority: false, unknown: None }
    }
}

/// Most signatures checked for one certificate (verify.go, maxChainSignatureChecks).
const MOST_SIGNATURE_CHECKS: usize = 100;

/// `Verify`, with the anchors as `Roots` and all that the peer sends after its first certificate as `Intermediates`.
pub(super) fn verify(
    encounter: &Encounter<'_>,
    chain: &[Rc<Parsed>],
    release: Release,
) -> Result<(), Refused> {
    let Some(leaf) = chain.first() else { return Ok(()) };
    let mut builder = Builder {
        shelf: encounter.shelf,
        time: encounter.time,
        roots: &encounter.loaded.anchors,
        intermediates: chain.get(1..).unwrap_or_default(),
        checks: 0,
        unknown: None,
        release,
    };
    builder.is_valid(leaf, Place::Leaf, &[])?;
    if encounter.role == Role::Client
        && let Some(text) = hostname::verify(leaf, encounter.name, release)
    {
        return Err(Refused { certificate: Some(Rc::clone(leaf)), ..Refused::new(Cause::Name, text) });
    }
    let chains = if builder.roots.iter().any(|root| root.der == leaf.der) {
        vec![vec![Rc::clone(leaf)]]
    } else {
        let found = builder.chains(&[Rc::clone(leaf)]);
        found.map_err(|refused| Refused { unknown: builder.unknown.take(), ..refused })?
    };
    let (mut policies, mut usages, mut constrained) = (0, 0, None);
    for chain in &chains {
        if !has_valid_policies(chain, release) {
            policies += 1;
        } else if !allows(encounter, chain) {
            usages += 1;
        } else if let Some(text) = constraints::violation_in(chain, release) {
            constrained.get_or_insert_with(|| Refused::new(Cause::NameConstraints, text));
        } else {
            return Ok(());
        }
    }
    Err(constrained.unwrap_or_else(|| without_chain(policies, usages)))
}

/// The end of `Verify`: why none of the chains is left.
fn without_chain(policies: usize, usages: usize) -> Refused {
    if policies == 0 {
        return Refused::new(Cause::KeyPurpose, "x509: certificate specifies an incompatible key usage");
    }
    let usages = if usages > 0 {
        format!("{usages} candidate chains with incompatible key usage, ")
    } else {
        String::new()
    };
    let text =
        format!("x509: no valid chains built: {usages}{policies} candidate chains with invalid policies");
    Refused::new(Cause::Policy, text)
}

/// `policiesValid`, since 1.24: RFC 5280 §6.1 as RFC 9618 has it, which is what BoringSSL does too.
fn has_valid_policies(chain: &[Rc<Parsed>], release: Release) -> bool {
    let Some((_, below)) = chain.split_last().filter(|_| release >= Release::V1_27) else { return true };
    let below: Vec<X509> = below.iter().map(|link| X509::new(Rc::clone(link), &x509::OPENSSL)).collect();
    // Without a policy in it the extension is as good as none for Go.
    !matches!(policy::check(&below), Some((policy::Fault::None, _)))
}

/// `checkChainForKeyUsage`
fn allows(encounter: &Encounter<'_>, chain: &[Rc<Parsed>]) -> bool {
    chain.iter().enumerate().all(|(depth, parsed)| {
        let at = Link::at(depth, depth + 1 == chain.len());
        let listed = parsed.certificate.extended_key_usage();
        encounter.rules.allows_purpose(encounter.role.other(), at, listed)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Leaf,
    Intermediate,
    Root,
}

struct Builder<'a> {
    shelf: &'a Shelf,
    time: Timestamp,
    roots: &'a [Rc<Parsed>],
    intermediates: &'a [Rc<Parsed>],
    checks: usize,
    /// Why a signature that was met could not be checked.
    unknown: Option<String>,
    release: Release,
}

type Chain = Vec<Rc<Parsed>>;

impl Builder<'_> {
    /// `buildChains`: every chain from the end of `current` to a root, and why there is none. As deep as signatures may be
    /// checked.
    fn chains(&mut self, current: &[Rc<Parsed>]) -> Result<Vec<Chain>, Refused> {
        let Some(child) = current.last() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let mut last: Option<Refused> = None;
        let mut hint: Option<(Cause, String, Rc<Parsed>)> = None;
        for (place, pool) in [(Place::Root, self.roots), (Place::Intermediate, self.intermediates)] {
            for candidate in potential_parents(child, pool) {
                let has_key = candidate.certificate.public_key.as_ref();
                let has_key = has_key.is_some_and(|key| signature::is_known(key, self.release));
                if !has_key || current.iter().any(|link| is_same_entity(link, &candidate)) {
                    continue;
                }
                self.checks += 1;
                if self.checks > MOST_SIGNATURE_CHECKS {
                    let text =
                        "x509: signature check attempts limit reached while verifying certificate chain";
                    last = Some(Refused::new(Cause::Issuer, text));
                    continue;
                }
                match signature::check(self.shelf, child, &candidate, self.release) {
                    Ok(None) => {}
                    Ok(Some((cause, text))) => {
                        hint.get_or_insert_with(|| (cause, text, Rc::clone(&candidate)));
                        continue;
                    }
                    Err(reason) => {
                        self.unknown.get_or_insert(reason);
                        continue;
                    }
                }
                if let Err(refused) = self.is_valid(&candidate, place, current) {
                    hint.get_or_insert_with(|| (refused.cause, refused.text.clone(), Rc::clone(&candidate)));
                    last = Some(refused);
                    continue;
                }
                let longer: Chain = current.iter().cloned().chain([candidate]).collect();
                match place {
                    Place::Intermediate => match self.chains(&longer) {
                        Ok(chains) => found.extend(chains),
                        Err(refused) => last = Some(refused),
                    },
                    _ => found.push(longer),
                }
            }
        }
        if found.is_empty() { Err(last.unwrap_or_else(|| unknown_authority(child, hint))) } else { Ok(found) }
    }

    /// `isValid`
    fn is_valid(&self, parsed: &Rc<Parsed>, place: Place, current: &[Rc<Parsed>]) -> Result<(), Refused> {
        let certificate = &parsed.certificate;
        let refused = |cause, text: String| {
            Err(Refused { certificate: Some(Rc::clone(parsed)), ..Refused::new(cause, text) })
        };
        if certificate.extensions.iter().any(|extension| is_unhandled(extension, certificate, self.release)) {
            return refused(Cause::CriticalExtension, "x509: unhandled critical extension".to_owned());
        }
        if let Some((cause, detail)) = self.outside_validity(certificate) {
            let text = format!("x509: certificate has expired or is not yet valid: {detail}");
            return refused(cause, text);
        }
        // Later releases look at name constraints once a chain stands.
        if place != Place::Leaf
            && self.release < Release::V1_27
            && let Some(constraints) = certificate.name_constraints()
            && let Some(text) =
                current.iter().find_map(|link| constraints::violation(constraints, link, self.release))
        {
            return refused(Cause::NameConstraints, text);
        }
        let constraints = certificate.basic_constraints();
        if place == Place::Intermediate && !constraints.is_some_and(|constraints| constraints.ca) {
            let text = "x509: certificate is not authorized to sign other certificates";
            return refused(Cause::CaFlag, text.to_owned());
        }
        let below = current.len().saturating_sub(1);
        let most = constraints.and_then(|constraints| constraints.path_len);
        if matches!(most, Some(PathLen::AtMost(most)) if usize::try_from(most).is_ok_and(|most| below > most))
        {
            let text = "x509: too many intermediates for path length constraint";
            return refused(Cause::PathLength, text.to_owned());
        }
        Ok(())
    }

    /// `isValid`: both ends count as valid (recorded: `expired-server`).
    fn outside_validity(&self, certificate: &Certificate) -> Option<(Cause, String)> {
        let now = self.time;
        let (start, end) =
            (certificate.validity.not_before.instant?, certificate.validity.not_after.instant?);
        if now < start {
            return Some((Cause::NotYetValid, format!("current time {now} is before {start}")));
        }
        (now > end).then(|| (Cause::Expired, format!("current time {now} is after {end}")))
    }
}

/// `findPotentialParents`: by the issuer's name byte for byte, those whose key identifier fits first.
fn potential_parents(child: &Parsed, pool: &[Rc<Parsed>]) -> Vec<Rc<Parsed>> {
    let wanted = child.certificate.authority_key_identifier().and_then(|aki| aki.key_identifier.as_deref());
    let mut seen: Vec<&[u8]> = Vec::new();
    let mut parents: Vec<(u8, Rc<Parsed>)> = Vec::new();
    for candidate in pool {
        let is_named = candidate.certificate.subject.der == child.certificate.issuer.der;
        if !is_named || seen.contains(&candidate.der.as_slice()) {
            continue;
        }
        seen.push(&candidate.der);
        let rank = match (wanted, candidate.certificate.subject_key_identifier()) {
            (wanted, found) if wanted.unwrap_or_default() == found.unwrap_or_default() => 0,
            (None, Some(_)) | (Some(_), None) => 1,
            _ => 2,
        };
        parents.push((rank, Rc::clone(candidate)));
    }
    sort::by_key(&mut parents, |(rank, _)| *rank);
    parents.into_iter().map(|(_, parent)| parent).collect()
}

/// `alreadyInChain`: same subject, key and alternative names.
fn is_same_entity(one: &Parsed, other: &Parsed) -> bool {
    let key = |parsed: &Parsed| parsed.certificate.public_key.as_ref().map(|key| key.der.clone());
    let names = |parsed: &Parsed| {
        let extension = parsed.certificate.extension("subjectAltName");
        extension.map(|extension| extension.value.of(&parsed.certificate.der).to_vec())
    };
    one.certificate.subject.der == other.certificate.subject.der
        && key(one) == key(other)
        && names(one) == names(other)
}

/// `UnknownAuthorityError`, with the first candidate that was turned down and why.
fn unknown_authority(child: &Rc<Parsed>, hint: Option<(Cause, String, Rc<Parsed>)>) -> Refused {
    let mut text = "x509: certificate signed by unknown authority".to_owned();
    let mut cause = Cause::Issuer;
    if let Some((why, reason, candidate)) = hint {
        let name = authority_name(&candidate.certificate);
        text.push_str(&format!(
            " (possibly because of {reason:?} while trying to verify candidate authority certificate {name:?})"
        ));
        cause = why;
    }
    Refused { cause, text, certificate: Some(Rc::clone(child)), is_unknown_authority: true, unknown: None }
}

/// `UnknownAuthorityError.Error`
fn authority_name(certificate: &Certificate) -> String {
    let subject = &certificate.subject;
    if let Some(name) = subject.common_name().filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let organization = subject.attributes().find(|attribute| attribute.oid.octets() == oids::ORGANIZATION);
    organization.map_or_else(
        || format!("serial:{}", certificate.serial.decimal()),
        |attribute| attribute.text.clone(),
    )
}

/// `UnhandledCriticalExtensions`
fn is_unhandled(extension: &Extension, certificate: &Certificate, release: Release) -> bool {
    // Only v3 certificates have extensions for Go.
    if !extension.critical || certificate.version != Version::V3 {
        return false;
    }
    match &extension.content {
        ExtensionContent::KeyUsage(_)
        | ExtensionContent::BasicConstraints(_)
        | ExtensionContent::ExtendedKeyUsage(_)
        | ExtensionContent::CrlDistributionPoints(_)
        | ExtensionContent::AuthorityKeyIdentifier(_)
        | ExtensionContent::SubjectKeyIdentifier(_)
        | ExtensionContent::CertificatePolicies(_)
        | ExtensionContent::AuthorityInfoAccess(_) => false,
        ExtensionContent::SubjectAltName(names) => !names.iter().any(|name| {
            matches!(
                name.value,
                GeneralNameValue::Dns(_)
                    | GeneralNameValue::Rfc822(_)
                    | GeneralNameValue::Uri(_)
                    | GeneralNameValue::Ip(_)
            )
        }),
        ExtensionContent::NameConstraints(constraints) => constraints::has_unhandled(constraints),
        ExtensionContent::PolicyConstraints(_)
        | ExtensionContent::PolicyMappings(_)
        | ExtensionContent::InhibitAnyPolicy(_) => release < Release::V1_27,
        _ => true,
    }
}
