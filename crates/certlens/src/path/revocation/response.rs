//! OCSP responses (RFC 6960 §3.2, §4.2).

use crate::crypto::digest;
use crate::crypto::signature::{self, SignatureCheck};
use crate::defect::Defect;
use crate::inventory::Content;
use crate::path::critical;
use crate::path::member::Member;
use crate::path::revocation::{Authority, Status, not_current};
use crate::path::validate::Context;
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;
use crate::x509::extension::Extension;
use crate::x509::ocsp::{BasicOcspResponse, CertificateStatus, OcspResponse, ResponderId, SingleResponse};
use crate::x509::oids;

/// What the responses say of a certificate: one status for each response that has an answer for it.
pub(super) fn statuses(
    context: &mut Context<'_, '_>,
    member: &Member<'_>,
    authority: Authority,
) -> Vec<Status> {
    let inventory = context.inventory;
    let Some(issuer) = inventory.certificate(authority.issuer) else { return Vec::new() };
    let mut statuses = Vec::new();
    for id in context.memo.responses_for(&member.certificate.serial.octets).to_vec() {
        let Some(object) = inventory.object(id) else { continue };
        let Content::OcspResponse(response) = &object.content else { continue };
        let Some(basic) = &response.basic else { continue };
        let answers: Vec<&SingleResponse> =
            basic.responses.iter().filter(|answer| concerns(answer, member.certificate, issuer)).collect();
        if answers.is_empty() {
            continue;
        }
        // Timestamps of certificate transparency decide nothing here, whatever their form.
        let aside = |defect: &Defect| {
            let extensions = basic.responses.iter().flat_map(|answer| &answer.extensions);
            extensions
                .filter(|extension| {
                    oids::extension(&extension.oid) == Some("ocspSignedCertificateTimestampList")
                })
                .any(|extension| {
                    extension.range.start <= defect.at.start && defect.at.end <= extension.range.end
                })
        };
        let damaged =
            object.defects.iter().any(|defect| critical::is_structural(&defect.kind) && !aside(defect));
        let why = damaged
            .then(|| "the OCSP response is damaged".to_owned())
            .or_else(|| why_unusable(context, response, basic, member, issuer));
        statuses.push(match why {
            Some(why) => Status::Unusable(id, why),
            None => worst(context, id, &answers),
        });
    }
    statuses
}

/// Whether an answer is about this certificate of this issuer (§4.1.1).
fn concerns(answer: &SingleResponse, certificate: &Certificate, issuer: &Certificate) -> bool {
    let hashes = oids::hash(&answer.hash_algorithm.oid).and_then(|hash| {
        let key = issuer.public_key.as_ref()?;
        Some((digest::digest(hash, &issuer.subject.der)?, digest::digest(hash, &key.key)?))
    });
    hashes.is_some_and(|(name, key)| name == answer.issuer_name_hash && key == answer.issuer_key_hash)
        && answer.serial.is_same(&certificate.serial.octets)
}

/// Revoked if one answer says so; good if all current ones do.
fn worst(context: &Context<'_, '_>, id: ObjectId, answers: &[&SingleResponse]) -> Status {
    let mut good = Status::Good(id);
    for answer in answers {
        let next_update = answer.next_update.as_ref().map(|time| time.instant);
        let stale = not_current(context.settings, answer.this_update.instant, next_update);
        let unknown = critical_extension(&answer.extensions, &["ocspSignedCertificateTimestampList"]);
        match (&answer.status, stale, unknown) {
            (_, Some(why), _) => {
                good = Status::Unusable(id, format!("the OCSP response is not current: {why}"))
            }
            (_, _, Some(why)) => good = Status::Unusable(id, why),
            (CertificateStatus::Revoked { time, reason }, ..) => {
                let reason = reason.and_then(|reason| u8::try_from(reason).ok());
                return Status::Revoked(id, time.instant, reason);
            }
            (CertificateStatus::Good, ..) => {}
            (CertificateStatus::Unknown | CertificateStatus::Unreadable, ..) => {
                good = Status::Unusable(id, "the OCSP responder does not know the certificate".to_owned());
            }
        }
    }
    good
}

fn critical_extension(extensions: &[Extension], known: &[&str]) -> Option<String> {
    let is_known =
        |extension: &&Extension| oids::extension(&extension.oid).is_some_and(|name| known.contains(&name));
    let unknown =
        extensions.iter().filter(|extension| extension.critical).find(|extension| !is_known(extension))?;
    Some(format!(
        "the OCSP response has the critical extension `{}`, which is not processed here",
        unknown.oid
    ))
}

fn why_unusable(
    context: &mut Context<'_, '_>,
    response: &OcspResponse,
    basic: &BasicOcspResponse,
    member: &Member<'_>,
    issuer: &Certificate,
) -> Option<String> {
    if response.status != Some(0) {
        return Some("the OCSP responder answered with an error".to_owned());
    }
    let end = member.certificate.validity.not_after.instant;
    if basic.produced_at.instant.is_none() || basic.produced_at.instant > end {
        return Some("the OCSP response was made after the certificate had ended, when its status need no longer be kept".to_owned());
    }
    critical_extension(&basic.extensions, &["ocspNonce"])
        .or_else(|| not_signed(context, response, basic, issuer))
}

/// §4.2.2.2: signed by the issuer, or by someone whom the issuer certified for it.
fn not_signed(
    context: &mut Context<'_, '_>,
    response: &OcspResponse,
    basic: &BasicOcspResponse,
    issuer: &Certificate,
) -> Option<String> {
    let mut why = "the certificate of the OCSP responder was not pasted".to_owned();
    let enclosed = basic.certificates.iter().map(|(certificate, _)| certificate);
    let pasted = context.inventory.certificates().map(|(_, certificate)| certificate);
    let others: Vec<&Certificate> = enclosed
        .chain(pasted)
        .filter(|signer| signer.der != issuer.der && is_named(signer, &basic.responder))
        .collect();
    for signer in std::iter::once(issuer).filter(|issuer| is_named(issuer, &basic.responder)).chain(others) {
        if !verifies(
            context,
            &basic.signature_algorithm,
            signer,
            basic.tbs.of(&response.der),
            basic.signature.of(&response.der),
        ) {
            why = "the signature of the OCSP response does not verify".to_owned();
        } else if signer.der == issuer.der {
            return None;
        } else {
            match not_delegated(context, signer, issuer) {
                None => return None,
                Some(refused) => why = refused,
            }
        }
    }
    Some(why)
}

fn is_named(certificate: &Certificate, responder: &ResponderId) -> bool {
    match responder {
        ResponderId::Name(name) => certificate.subject.matches(name),
        ResponderId::Key(hash) => certificate
            .public_key
            .as_ref()
            .is_some_and(|key| digest::sha1(&key.key).as_slice() == hash.as_slice()),
        ResponderId::Unreadable => false,
    }
}

/// Why `signer` may not answer for `issuer`, if so (§4.2.2.2). Its own revocation is not asked about.
fn not_delegated(
    context: &mut Context<'_, '_>,
    signer: &Certificate,
    issuer: &Certificate,
) -> Option<String> {
    let name = &signer.subject;
    let period = (signer.validity.not_before.instant, signer.validity.not_after.instant);
    let time = context.settings.time;
    let purposes = signer.extended_key_usage().unwrap_or_default();
    if !purposes.iter().any(|purpose| purpose.octets() == oids::OCSP_SIGNING) {
        return Some(format!("`{name}` signed the OCSP response, but its extKeyUsage lacks OCSPSigning"));
    }
    if !matches!(period, (Some(start), Some(end)) if start <= time && time <= end) {
        return Some(format!(
            "`{name}` signed the OCSP response, but its certificate is not valid at {time}"
        ));
    }
    let issued = signer.issuer.matches(&issuer.subject)
        && verifies(
            context,
            &signer.signature_algorithm,
            issuer,
            signer.tbs_octets(),
            signer.signature_octets(),
        );
    (!issued).then(|| {
        format!("`{name}` signed the OCSP response, but was not certified for it by `{}`", issuer.subject)
    })
}

fn verifies(
    context: &mut Context<'_, '_>,
    algorithm: &crate::x509::algorithm::AlgorithmIdentifier,
    signer: &Certificate,
    message: &[u8],
    octets: &[u8],
) -> bool {
    context.budget.take_signature()
        && signer
            .public_key
            .as_ref()
            .is_some_and(|key| signature::verify(algorithm, key, message, octets) == SignatureCheck::Valid)
}
