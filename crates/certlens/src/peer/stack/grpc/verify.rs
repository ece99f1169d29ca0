//! BoringSSL's `X509_verify_cert` (`crypto/x509/x509_vfy.cc`), a fork of OpenSSL's before 1.1: the first issuer that fits, no second
//! thoughts, and no question to a trusted certificate but its signature, its time and its name constraints.

use super::error::{
    ALGORITHMS_DIFFER, BLOCK_TYPE, DECODE, ECDSA_SIGNATURE, INVALID_SIGNATURE, ISSUER_KEY, KEY_TYPE,
    NO_DIGEST, POLICY_EXTENSION, PSS_PARAMETERS, RSA_BAD_ENCODING, Raised, SIGNATURE_LENGTH, TRAILING_DATA,
    UNKNOWN_SIGNATURE, UNUSED_BITS, VERIFY_FAILED,
};
use super::policy::{self, Fault};
use super::x509::{BORINGSSL, parse_key};
use crate::crypto::signature::{self, SignatureCheck};
use crate::der::Reader;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role};
use crate::peer::refusal::Stop;
use crate::peer::rules::{Ask, Link, Rules};
use crate::peer::stack::openssl::chain::check_time;
use crate::peer::stack::openssl::code::{self, Code};
use crate::peer::stack::openssl::name_constraints::{self, Reach};
use crate::peer::stack::openssl::x509::X509;
use crate::x509::algorithm::{Hash, PssParameters, SignatureAlgorithm};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// Certificates of a chain at most (`depth` of the default `X509_VERIFY_PARAM`, and the leaf).
const MAX_CHAIN: usize = 101;

/// Why a verification failed.
pub(super) struct Failure {
    /// `X509_verify_cert_error_string`
    pub(super) text: &'static str,
    /// The first entry of the error queue.
    pub(super) raised: Raised,
    pub(super) cause: Cause,
    pub(super) at: X509,
}

impl Failure {
    fn new(text: &'static str, cause: Cause, at: &X509) -> Self {
        Self { text, raised: VERIFY_FAILED, cause, at: at.clone() }
    }

    fn of(code: Code, at: &X509) -> Self {
        Self::new(code.text, code.cause, at)
    }

    fn raised(self, raised: Raised) -> Self {
        Self { raised, ..self }
    }

    /// An extension that cannot be read leaves an error behind; one that is there twice, or says what cannot be, does not.
    fn invalid_extension(at: &X509) -> Self {
        let failure = Self::new("invalid or inconsistent certificate extension", Cause::Encoding, at);
        match unreadable(at) {
            Some(raised) => failure.raised(raised),
            None => failure,
        }
    }
}

/// What the first extension that cannot be read leaves behind (`X509V3_EXT_d2i` of `crypto/x509/v3_lib.cc`).
fn unreadable(x509: &X509) -> Option<Raised> {
    let first = |name: &&str| x509.certificate().extension(name);
    let mut extensions = BORINGSSL.cached.iter().filter_map(first);
    let extension = extensions.find(|extension| x509.is_unreadable(extension))?;
    let value = extension.value.of(&x509.certificate().der);
    let element = Reader::new(value).next(&mut Vec::new());
    let is_longer = element.is_some_and(|element| element.range.end < value.len());
    Some(if is_longer { TRAILING_DATA } else { DECODE })
}

/// From the leaf up, and how many are the peer's.
struct Chain {
    certificates: Vec<X509>,
    untrusted: usize,
}

/// What stops the verification; nothing where it passes.
/// Extensions, signatures and times, name constraints, policies, in this order (`X509_verify_cert`).
pub(super) fn verify(
    encounter: &Encounter<'_>,
    shown: &[X509],
    anchors: &[X509],
) -> Result<Option<Failure>, Stop> {
    let chain = match build(shown, anchors) {
        Ok(chain) => chain,
        Err(failure) => return Ok(Some(failure)),
    };
    let early = check_chain_extensions(encounter, &chain);
    if early.is_some() {
        return Ok(early);
    }
    if let Some(failure) = internal_verify(encounter, &chain)? {
        return Ok(Some(failure));
    }
    Ok(check_name_constraints(&chain)?.or_else(|| check_policy(&chain)))
}

/// `X509_check_issued`
fn is_issuer(issuer: &X509, subject: &X509) -> bool {
    issuer.is_named_by(subject)
        && !issuer.is_invalid
        && !subject.is_invalid
        && issuer.has_key_identifiers_for(subject)
        && !issuer.key_usage_rejects(KeyUsage::KEY_CERT_SIGN)
}

/// `X509_verify_cert`: the peer's certificates as far as they lead, then the trusted ones. Recorded: chain-cross-signed-wrong-path-first,
/// selfsigned-leaf-untrusted, anchor-leaf, rotated-ca-half.
fn build(shown: &[X509], anchors: &[X509]) -> Result<Chain, Failure> {
    let Some((leaf, others)) = shown.split_first() else {
        return Ok(Chain { certificates: Vec::new(), untrusted: 0 });
    };
    let mut chain = vec![leaf.clone()];
    let mut spare: Vec<&X509> = others.iter().collect();
    let trusted = |subject: &X509| anchors.iter().find(|anchor| is_issuer(anchor, subject));
    while let Some(last) = chain.last() {
        if last.is_invalid {
            return Err(Failure::invalid_extension(last));
        }
        let next = spare.iter().position(|issuer| is_issuer(issuer, last));
        match next.filter(|_| chain.len() < MAX_CHAIN && !last.is_self_signed && trusted(last).is_none()) {
            Some(at) => chain.push(spare.remove(at).clone()),
            None => break,
        }
    }
    let mut untrusted = chain.len();
    let top = chain.last().cloned().filter(|last| last.is_self_signed);
    match &top {
        Some(top) if untrusted == 1 => {
            if !trusted(top).is_some_and(|anchor| anchor.is(top)) {
                return Err(Failure::new("self signed certificate", Cause::Issuer, top));
            }
            untrusted = 0;
        }
        Some(_) => {
            chain.pop();
            untrusted -= 1;
        }
        None => {}
    }
    while let Some(last) = chain.last() {
        let next =
            if last.is_self_signed || chain.len() >= MAX_CHAIN { None } else { trusted(last).cloned() };
        let Some(next) = next else { break };
        chain.push(next);
    }
    if untrusted < chain.len() {
        return Ok(Chain { certificates: chain, untrusted });
    }
    if anchors.iter().any(|anchor| anchor.is(leaf)) {
        return Ok(Chain { certificates: chain, untrusted: 0 });
    }
    Err(match (top, chain.last()) {
        (Some(top), Some(last)) if is_issuer(&top, last) => {
            Failure::new("self signed certificate in certificate chain", Cause::Issuer, &top)
        }
        (_, last) => {
            let failure = Failure::of(code::LOCAL_ISSUER, last.unwrap_or(leaf));
            // An issuer was looked at, and passed over for what could not be read of it.
            let passed_over =
                |issuer: &&X509| issuer.is_invalid && last.is_some_and(|last| issuer.is_named_by(last));
            match spare.into_iter().filter(passed_over).find_map(unreadable) {
                Some(raised) => failure.raised(raised),
                None => failure,
            }
        }
    })
}

/// What is asked of the peer's certificates, and of no trusted one (recorded: `ca-false-root`, `ca-pathlen-root-0`,
/// `ca-eku-client-root`).
fn check_chain_extensions(encounter: &Encounter<'_>, chain: &Chain) -> Option<Failure> {
    let mut below = 0;
    for (depth, x509) in chain.certificates.iter().take(chain.untrusted).enumerate() {
        if x509.has_unknown_critical() {
            return Some(Failure::of(code::CRITICAL_EXTENSION, x509));
        }
        if depth > 0 && !is_ca(x509) {
            return Some(Failure::of(code::INVALID_CA, x509));
        }
        if !is_suitable(x509, encounter, Link::at(depth, false)) {
            return Some(Failure::new("unsupported certificate purpose", Cause::KeyPurpose, x509));
        }
        if depth > 1 && x509.path_len().is_some_and(|most| below > most) {
            return Some(Failure::of(code::PATH_LENGTH, x509));
        }
        below += u64::from(depth > 0 && !x509.is_self_issued);
    }
    None
}

/// `check_ca`
fn is_ca(x509: &X509) -> bool {
    !x509.key_usage_rejects(KeyUsage::KEY_CERT_SIGN) && (x509.is_ca() || x509.is_v1() && x509.is_self_signed)
}

/// `check_purpose_ssl_server`, `check_purpose_ssl_client`
fn is_suitable(x509: &X509, encounter: &Encounter<'_>, at: Link) -> bool {
    // Less than the handshake asks, which comes to it in TLS 1.2 only after this.
    let signs = KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT);
    let usage = match encounter.role {
        Role::Client => signs.with(KeyUsage::KEY_ENCIPHERMENT),
        Role::Server => signs,
    };
    encounter.rules.allows_purpose(encounter.role.other(), at, x509.purposes())
        && (at > Link::EndEntity || !x509.key_usage_rejects(usage))
}

/// Signatures and times from the top; of a top that is not self-issued the time only.
fn internal_verify(encounter: &Encounter<'_>, chain: &Chain) -> Result<Option<Failure>, Stop> {
    let mut issuer: Option<&X509> = None;
    for x509 in chain.certificates.iter().rev() {
        if let Some(failure) =
            issuer.map(|issuer| check_signature(encounter, issuer, x509)).transpose()?.flatten()
        {
            return Ok(Some(failure));
        }
        if let Some(code) = check_time(x509.certificate(), encounter.time).first() {
            return Ok(Some(Failure::of(*code, x509)));
        }
        issuer = Some(x509);
    }
    Ok(None)
}

/// `X509_verify`, `ASN1_item_verify`, `x509_digest_verify_init` of `crypto/x509/algorithm.cc`. Recorded: sig-md5-rsa-server,
/// sig-inner-outer-mismatch-server, sig-corrupt-server, key-ca-pss2048.
fn check_signature(encounter: &Encounter<'_>, issuer: &X509, x509: &X509) -> Result<Option<Failure>, Stop> {
    let certificate = x509.certificate();
    let failed = |raised| Ok(Some(Failure::of(code::SIGNATURE_FAILURE, x509).raised(raised)));
    let Some(key) = issuer
        .certificate()
        .public_key
        .as_ref()
        .filter(|key| is_p224(key) || parse_key(issuer.certificate()).is_none())
    else {
        return Ok(Some(Failure::of(code::DECODE_ISSUER_KEY, issuer).raised(ISSUER_KEY)));
    };
    let (inner, outer) = (&certificate.inner_algorithm, &certificate.signature_algorithm);
    if (&inner.oid, &inner.parameters) != (&outer.oid, &outer.parameters) {
        return failed(ALGORITHMS_DIFFER);
    }
    let algorithm = outer.signature();
    if has_unused_bits(certificate) {
        return failed(UNUSED_BITS);
    }
    let raised = match &algorithm {
        SignatureAlgorithm::Unknown(_) => return failed(UNKNOWN_SIGNATURE),
        SignatureAlgorithm::RsaPkcs1(Hash::Md2 | Hash::Md4 | Hash::Md5) => return failed(NO_DIGEST),
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) if hash.is_sha3() => {
            return failed(UNKNOWN_SIGNATURE);
        }
        SignatureAlgorithm::Dsa(_) => return failed(NO_DIGEST),
        SignatureAlgorithm::RsaPss(None) => return failed(PSS_PARAMETERS),
        SignatureAlgorithm::RsaPss(parameters) if !parameters.is_some_and(is_common) => {
            return failed(RSA_BAD_ENCODING);
        }
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_) => BLOCK_TYPE,
        SignatureAlgorithm::Ecdsa(_) => ECDSA_SIGNATURE,
        _ => INVALID_SIGNATURE,
    };
    if !signature::is_made_by(&algorithm, key) {
        return failed(KEY_TYPE);
    }
    if let KeyKind::Rsa(rsa) = &key.kind
        && rsa.bits.div_ceil(8) != certificate.signature_octets().len()
    {
        return failed(SIGNATURE_LENGTH);
    }
    match encounter.shelf.signature(&issuer.parsed, &x509.parsed) {
        SignatureCheck::Valid => Ok(None),
        SignatureCheck::Invalid => failed(raised),
        SignatureCheck::Undetermined(reason) => Err(Stop::Unknown(format!(
            "The signature of {} was not checked, because {reason}.",
            certificate.label()
        ))),
    }
}

/// The octet before those of the signature counts the bits of the last one that are none of it (`x509_verify.cc`).
fn has_unused_bits(certificate: &Certificate) -> bool {
    let count = certificate.signature.start.checked_sub(1).and_then(|at| certificate.der.get(at));
    count.is_some_and(|count| *count != 0)
}

/// `EVP_parse_public_key` knows the curve, though no leaf may use it (recorded: `key-p224-client`).
fn is_p224(key: &PublicKey) -> bool {
    matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P224)))
}

/// The parameters of RSASSA-PSS that BoringSSL takes: one hash function throughout, and a salt of its length (recorded:
/// `sig-pss-sha1-server`).
fn is_common(parameters: PssParameters) -> bool {
    let length = match parameters.hash {
        Some(Hash::Sha256) => 32,
        Some(Hash::Sha384) => 48,
        Some(Hash::Sha512) => 64,
        _ => return false,
    };
    parameters.mask_hash == parameters.hash
        && parameters.salt_length == Some(length)
        && parameters.trailer == Some(1)
}

/// Addresses are not compared (recorded: `nc-ip-permit-hit`), an excluded name excludes the wildcards over it
/// (`nc-dns-exclude-wildcard`), and a leaf without names must not have a common name that could be one (`nc-cn-no-san`).
fn check_name_constraints(chain: &Chain) -> Result<Option<Failure>, Stop> {
    let reach = Reach { common_names: false, addresses: false, wildcards: true };
    let certificates = &chain.certificates;
    let above = |depth: usize| certificates.iter().skip(depth + 1).rev().filter_map(X509::name_constraints);
    let mut budget = name_constraints::MOST;
    for (depth, x509) in certificates.iter().enumerate().rev() {
        if depth > 0 && x509.is_self_issued {
            continue;
        }
        for constraints in above(depth) {
            name_constraints::spend(&mut budget, x509, constraints).map_err(Stop::Unknown)?;
            if let Some(code) = name_constraints::check(x509, constraints, reach) {
                return Ok(Some(Failure::of(code, x509)));
            }
        }
    }
    let Some(leaf) = certificates.first() else { return Ok(None) };
    let mut common_names =
        leaf.certificate().subject.attributes().filter(|a| a.oid.octets() == oids::COMMON_NAME);
    let is_nameless = above(0).next().is_some() && leaf.alternative_names().is_none();
    let looks_like_dns = is_nameless && common_names.any(|name| looks_like_dns_name(name.text.as_bytes()));
    let text = "Issuer has name constraints but leaf has no SANs";
    Ok(looks_like_dns.then(|| Failure::new(text, Cause::NameConstraints, leaf)))
}

/// `x509v3_looks_like_dns_name`: one label is enough.
fn looks_like_dns_name(text: &[u8]) -> bool {
    let text = text.strip_suffix(b".").unwrap_or(text);
    let text = text.strip_prefix(b"*.").unwrap_or(text);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
    text.split(|byte| *byte == b'.')
        .all(|label| !label.is_empty() && !label.starts_with(b"-") && label.iter().all(is_name))
}

/// Recorded: ext-policies-duplicate-server.
fn check_policy(chain: &Chain) -> Option<Failure> {
    let below = chain.certificates.len().saturating_sub(1).max(1);
    let (fault, at) = policy::check(chain.certificates.get(..below)?)?;
    Some(match fault {
        Fault::Extension => {
            let text = "invalid or inconsistent certificate policy extension";
            let unread =
                at.certificate().extension("certificatePolicies").is_some_and(|e| at.is_unreadable(e));
            Failure::new(text, Cause::Policy, at).raised(if unread { DECODE } else { POLICY_EXTENSION })
        }
        Fault::None => Failure::new("no explicit policy", Cause::Policy, at),
    })
}

/// Whether keyUsage allows what is asked, as `ssl_cert_check_key_usage` reads it on its own; `None` where it cannot be read.
pub(super) fn may_sign(x509: &X509, rules: &Rules, asked: Ask) -> Option<bool> {
    let Some(extension) = x509.certificate().extension("keyUsage") else { return Some(true) };
    match extension.content {
        ExtensionContent::KeyUsage(usage) if !x509.is_unreadable(extension) => {
            Some(rules.allows_use(asked, x509.certificate().public_key.as_ref(), Some(usage)))
        }
        _ => None,
    }
}
