//! OCSP responses (RFC 6960 §3.2, §4.2).

use crate::crypto::digest;
use crate::crypto::signature::{self, SignatureCheck};
use crate::defect::Defect;
use crate::inventory::Content;
use crate::path::critical;
use crate::path::member::Member;
use crate::path::revocation::{Authority, SPENT, Status, not_current};
use crate::path::validate::Context;
use crate::span::{ByteRange, ObjectId};
use crate::x509::algorithm::{AlgorithmIdentifier, Hash};
use crate::x509::certificate::Certificate;
use crate::x509::extension::Extension;
use crate::x509::ocsp::{BasicOcspResponse, CertificateStatus, OcspResponse, ResponderId, SingleResponse};
use crate::x509::oids;

/// The extension that holds timestamps of certificate transparency (RFC 6962 §3.3).
const TIMESTAMPS: &str = "ocspSignedCertificateTimestampList";

/// What the responses say of a certificate: one status for each response that has an answer for it.
pub(super) fn statuses(
    context: &mut Context<'_, '_>,
    member: &Member<'_>,
    authority: Authority,
) -> Vec<Status> {
    let inventory = context.inventory;
    let Some(issuer) = inventory.certificate(authority.issuer) else { return Vec::new() };
    let mut hashes = IssuerHashes { issuer, known: Vec::new() };
    let mut statuses = Vec::new();
    for (id, numbers) in context.memo.responses_for(&member.certificate.serial.octets).to_vec() {
        let Some(Content::OcspResponse(response)) = inventory.object(id).map(|object| &object.content) else {
            continue;
        };
        let Some(basic) = &response.basic else { continue };
        let answers = numbers.into_iter().filter_map(|number| basic.responses.get(number));
        let answers: Vec<&SingleResponse> = answers.filter(|answer| hashes.are_of(answer)).collect();
        let Some(digest) = context.memo.response_digest(inventory, id).filter(|_| !answers.is_empty()) else {
            continue;
        };
        let answered = Answered { id, response, basic, digest: &digest };
        let why = digest
            .is_damaged
            .then(|| "the OCSP response is damaged".to_owned())
            .or_else(|| why_unusable(context, &answered, member, authority.issuer, issuer));
        statuses.push(match why {
            Some(why) => Status::Unusable(id, why),
            None => worst(context, id, &answers),
        });
    }
    statuses
}

/// A response that is looked at.
struct Answered<'a> {
    id: ObjectId,
    response: &'a OcspResponse,
    basic: &'a BasicOcspResponse,
    digest: &'a Digest,
}

/// What a response says beside its answers, whoever's certificate is asked about.
#[derive(Debug)]
pub(in crate::path) struct Digest {
    is_damaged: bool,
    /// Numbers of the enclosed certificates that bear the responder's name or key.
    enclosed: Vec<usize>,
    /// The pasted ones that do.
    pasted: Vec<ObjectId>,
}

impl Digest {
    pub(in crate::path) fn of(basic: &BasicOcspResponse, defects: &[Defect], pasted: Vec<ObjectId>) -> Self {
        // Timestamps of certificate transparency decide nothing here, whatever their form.
        let extensions = basic.responses.iter().flat_map(|answer| &answer.extensions);
        let timestamps: Vec<ByteRange> = extensions
            .filter(|extension| oids::extension(&extension.oid) == Some(TIMESTAMPS))
            .map(|extension| extension.range)
            .collect();
        // They stand one after another.
        let aside = |at: ByteRange| {
            let after = timestamps.partition_point(|range| range.start <= at.start);
            let around = after.checked_sub(1).and_then(|last| timestamps.get(last));
            around.is_some_and(|range| at.end <= range.end)
        };
        let enclosed = basic.certificates.iter().enumerate();
        let named = enclosed.filter(|(_, (certificate, _))| is_named(certificate, &basic.responder));
        Self {
            is_damaged: defects
                .iter()
                .any(|defect| critical::is_structural(&defect.kind) && !aside(defect.at)),
            enclosed: named.map(|(number, _)| number).collect(),
            pasted,
        }
    }
}

/// The hashes of an issuer's name and key, each worked out once.
struct IssuerHashes<'a> {
    issuer: &'a Certificate,
    known: Vec<(Hash, Option<[Vec<u8>; 2]>)>,
}

impl IssuerHashes<'_> {
    /// Whether an answer is about a certificate of this issuer (§4.1.1).
    fn are_of(&mut self, answer: &SingleResponse) -> bool {
        let Some(hash) = oids::hash(&answer.hash_algorithm.oid) else { return false };
        if !self.known.iter().any(|(known, _)| *known == hash) {
            let key = self.issuer.public_key.as_ref();
            let hashes = key.and_then(|key| {
                Some([digest::digest(hash, &self.issuer.subject.der)?, digest::digest(hash, &key.key)?])
            });
            self.known.push((hash, hashes));
        }
        let known =
            self.known.iter().find(|(known, _)| *known == hash).and_then(|(_, hashes)| hashes.as_ref());
        known.is_some_and(|[name, key]| *name == answer.issuer_name_hash && *key == answer.issuer_key_hash)
    }
}

/// Revoked if one answer says so; good if all current ones do.
fn worst(context: &Context<'_, '_>, id: ObjectId, answers: &[&SingleResponse]) -> Status {
    let mut good = Status::Good(id);
    for answer in answers {
        let next_update = answer.next_update.as_ref().map(|time| time.instant);
        let stale = not_current(context.settings, answer.this_update.instant, next_update);
        let unknown = critical_extension(&answer.extensions, &[TIMESTAMPS]);
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
    answered: &Answered<'_>,
    member: &Member<'_>,
    issuer: ObjectId,
    certificate: &Certificate,
) -> Option<String> {
    if answered.response.status != Some(0) {
        return Some("the OCSP responder answered with an error".to_owned());
    }
    let end = member.certificate.validity.not_after.instant;
    let produced_at = answered.basic.produced_at.instant;
    if produced_at.is_none() || produced_at > end {
        return Some("the OCSP response was made after the certificate had ended, when its status need no longer be kept".to_owned());
    }
    critical_extension(&answered.basic.extensions, &["ocspNonce"])
        .or_else(|| not_signed(context, answered, issuer, certificate))
}

/// Someone who may have signed a response.
struct Signer<'a> {
    certificate: &'a Certificate,
    /// Its number; none if it stands in the response itself.
    id: Option<ObjectId>,
}

/// §4.2.2.2: signed by the issuer, or by someone whom the issuer certified for it.
fn not_signed(
    context: &mut Context<'_, '_>,
    answered: &Answered<'_>,
    issuer: ObjectId,
    certificate: &Certificate,
) -> Option<String> {
    let Answered { basic, response, digest, .. } = answered;
    let mut why = "the certificate of the OCSP responder was not pasted".to_owned();
    let inventory = context.inventory;
    let enclosed = digest.enclosed.iter().filter_map(|number| basic.certificates.get(*number));
    let enclosed = enclosed.map(|(certificate, _)| Signer { certificate, id: None });
    let pasted = digest
        .pasted
        .iter()
        .filter_map(|id| Some(Signer { certificate: inventory.certificate(*id)?, id: Some(*id) }));
    let others = enclosed.chain(pasted).filter(|signer| signer.certificate.der != certificate.der);
    let own = is_named(certificate, &basic.responder).then_some(Signer { certificate, id: Some(issuer) });
    for signer in own.into_iter().chain(others) {
        let check = match signer.id {
            Some(id) => context.memo.check(inventory, id, answered.id, context.budget),
            None => check(
                context,
                &basic.signature_algorithm,
                signer.certificate,
                basic.tbs.of(&response.der),
                basic.signature.of(&response.der),
            ),
        };
        match check {
            None => return Some(SPENT.to_owned()),
            Some(SignatureCheck::Undetermined(reason)) => {
                why = format!("the signature of the OCSP response could not be checked: {reason}");
            }
            Some(SignatureCheck::Invalid) => {
                why = "the signature of the OCSP response does not verify".to_owned();
            }
            Some(SignatureCheck::Valid) if signer.id == Some(issuer) => return None,
            Some(SignatureCheck::Valid) => match not_delegated(context, &signer, issuer, certificate) {
                None => return None,
                Some(refused) => why = refused,
            },
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
    signer: &Signer<'_>,
    issuer: ObjectId,
    certificate: &Certificate,
) -> Option<String> {
    let Signer { certificate: own, id } = signer;
    let name = &own.subject;
    let period = (own.validity.not_before.instant, own.validity.not_after.instant);
    let time = context.settings.time;
    let purposes = own.extended_key_usage().unwrap_or_default();
    if !purposes.iter().any(|purpose| purpose.octets() == oids::OCSP_SIGNING) {
        return Some(format!("`{name}` signed the OCSP response, but its extKeyUsage lacks OCSPSigning"));
    }
    if !matches!(period, (Some(start), Some(end)) if start <= time && time <= end) {
        return Some(format!(
            "`{name}` signed the OCSP response, but its certificate is not valid at {time}"
        ));
    }
    let by = &certificate.subject;
    let check = match id {
        _ if !own.issuer.matches(by) => Some(SignatureCheck::Invalid),
        Some(id) => context.memo.check(context.inventory, issuer, *id, context.budget),
        None => {
            check(context, &own.signature_algorithm, certificate, own.tbs_octets(), own.signature_octets())
        }
    };
    match check {
        None => Some(SPENT.to_owned()),
        Some(SignatureCheck::Valid) => None,
        Some(SignatureCheck::Undetermined(reason)) => Some(format!(
            "`{name}` signed the OCSP response, and whether `{by}` certified it for that could not be checked: {reason}"
        )),
        Some(SignatureCheck::Invalid) => {
            Some(format!("`{name}` signed the OCSP response, but was not certified for it by `{by}`"))
        }
    }
}

/// Whether `signer` made a signature by which an enclosed certificate takes part; `None` if the budget is spent.
fn check(
    context: &mut Context<'_, '_>,
    algorithm: &AlgorithmIdentifier,
    signer: &Certificate,
    message: &[u8],
    octets: &[u8],
) -> Option<SignatureCheck> {
    context.memo.take_check(context.budget).then(|| match &signer.public_key {
        Some(key) => signature::verify(algorithm, key, message, octets),
        None => SignatureCheck::Undetermined(signature::Reason::KeyUnreadable),
    })
}
