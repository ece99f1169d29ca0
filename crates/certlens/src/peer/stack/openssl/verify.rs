//! `X509_verify_cert` of `crypto/x509/x509_vfy.c`: every error in the order in which the callback is shown them.

use super::chain::{self, Chain};
use super::code::{self, Code};
use super::name_constraints::{self, Reach};
use super::purpose::{self, Authority};
use super::raised::{
    BITS_LEFT, INVALID_PADDING, ITEM_VERIFY, KEY_DECODE, LAST_OCTET, PADDING_CHECK, PSS_PARAMETERS,
    PSS_VERIFY, Queue, RSA_VERIFY, WRONG_LENGTH,
};
use super::x509::X509;
use super::{strength, strict};
use crate::crypto::signature::SignatureCheck;
use crate::der::{Reader, content, tag};
use crate::peer::encounter::{Encounter, Role};
use crate::peer::refusal::Stop;
use crate::peer::rules::Link;
use crate::x509::algorithm::SignatureAlgorithm;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::public_key::{Curve, KeyKind};

/// What the application has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) struct Parameters {
    /// `SSL_CTX_set_security_level`
    pub(in crate::peer::stack) level: usize,
    /// `X509_V_FLAG_X509_STRICT`
    pub(in crate::peer::stack) strict: bool,
    /// `X509_V_FLAG_PARTIAL_CHAIN`: a trusted certificate that is not self-signed ends a path.
    pub(in crate::peer::stack) partial: bool,
    /// Whether the name is given to OpenSSL, and which wildcards it takes; otherwise the application compares names itself.
    pub(in crate::peer::stack) host: Option<Wildcards>,
    /// Whether it has looked into what it trusts before the handshake, so that no broken extension there is news to it.
    pub(in crate::peer::stack) knows_anchors: bool,
}

/// Which wildcards count in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum Wildcards {
    /// Only a whole label, as with `X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS`.
    Whole,
    /// Parts of a label too.
    Partial,
}

/// One call of the verify callback.
pub(in crate::peer::stack) struct Found {
    pub(in crate::peer::stack) code: Code,
    pub(in crate::peer::stack) at: X509,
    /// What the error queue then holds.
    pub(in crate::peer::stack) raised: Queue,
}

struct Verifier<'a> {
    encounter: &'a Encounter<'a>,
    parameters: &'a Parameters,
    chain: &'a Chain,
    found: Vec<Found>,
    unknown: Option<String>,
}

/// Every error of the verification. An application that stops at the first one sees only that; Node goes on and keeps the last.
/// `X509_verify_cert`, `verify_chain`.
pub(in crate::peer::stack) fn verify(
    encounter: &Encounter<'_>,
    parameters: &Parameters,
    shown: &[X509],
    anchors: &[X509],
) -> Result<Vec<Found>, Stop> {
    let Some(chain) = chain::build(shown, anchors, parameters.partial, encounter.time) else {
        return Ok(Vec::new());
    };
    let mut verifier = Verifier { encounter, parameters, chain: &chain, found: Vec::new(), unknown: None };
    verifier.key_of_leaf();
    if let (Some(code), Some(last)) = (chain.failure, chain.certificates.last()) {
        let known = if parameters.knows_anchors { &[] } else { anchors };
        verifier.report(code, last, chain.raised(shown.iter().chain(known)));
    }
    verifier.check_extensions();
    verifier.check_auth_level();
    verifier.check_id();
    verifier.internal_verify();
    verifier.check_name_constraints();
    verifier.check_resources();
    match verifier.unknown {
        Some(reason) if verifier.found.is_empty() => Err(Stop::Unknown(reason)),
        _ => Ok(verifier.found),
    }
}

/// `ossl_rsa_verify`: an RSA signature is as long as the modulus of its key.
fn has_length_of_modulus(issuer: &X509, subject: &X509) -> bool {
    let key = issuer.usable_key().map(|key| &key.kind);
    let octets = subject.certificate().signature_octets().len();
    !matches!(key, Some(KeyKind::Rsa(key)) if key.bits.div_ceil(8) != octets)
}

/// Whether `ASIdentifiers` or `IPAddrBlocks` says `inherit` wherever it could list something (RFC 3779 §2.2.3, §3.2.3).
fn inherits(value: &[u8]) -> bool {
    let whole = content(value);
    let mut defects = Vec::new();
    let mut members = Reader::new(whole);
    while let Some(member) = members.next(&mut defects) {
        let mut choices = Reader::inside(whole, member);
        let last = core::iter::from_fn(|| choices.next(&mut defects)).last();
        if last.is_none_or(|last| last.tag != tag::NULL) {
            return false;
        }
    }
    true
}

impl<'a> Verifier<'a> {
    fn report(&mut self, code: Code, at: &X509, raised: Queue) {
        self.found.push(Found { code, at: at.clone(), raised });
    }

    fn fail_if(&mut self, fails: bool, at: &X509, code: Code) {
        if fails {
            self.report(code, at, Queue::new());
        }
    }

    fn depths(&self) -> impl DoubleEndedIterator<Item = (usize, &'a X509)> + use<'a> {
        self.chain.certificates.iter().enumerate()
    }

    fn is_last(&self, depth: usize) -> bool {
        depth + 1 == self.chain.certificates.len()
    }

    /// The key of the leaf, before anything else. `check_cert_key_level` (recorded: `key-rsa1536-server`).
    fn key_of_leaf(&mut self) {
        let Some((_, leaf)) = self.depths().next() else { return };
        if !strength::is_key_strong(leaf, self.parameters.level) {
            let raised = leaf.usable_key().is_none().then_some(KEY_DECODE);
            self.report(code::EE_KEY, leaf, raised.into_iter().collect());
        }
    }

    /// `check_extensions` (recorded: `ca-bc-missing-inter`, `ca-pathlen-root-0`, `key-explicit-ec-server`).
    fn check_extensions(&mut self) {
        let Parameters { strict, .. } = *self.parameters;
        let is_chain = self.chain.certificates.len() > 1;
        let mut below = 0;
        for (depth, x509) in self.depths() {
            self.fail_if(x509.has_unknown_critical(), x509, code::CRITICAL_EXTENSION);
            self.fail_if(x509.is_proxy(), x509, code::PROXY_NOT_ALLOWED);
            let is_bad_ca = match purpose::check_ca(x509) {
                Authority::No => depth > 0,
                Authority::Yes => false,
                Authority::Perhaps => strict || depth > 0 && !self.is_last(depth),
            };
            self.fail_if(is_bad_ca, x509, code::INVALID_CA);
            let key = x509.certificate().public_key.as_ref();
            let is_explicit = key.is_some_and(|key| matches!(key.kind, KeyKind::Ec(Curve::Explicit { .. })));
            self.fail_if(is_chain && is_explicit, x509, code::EXPLICIT_CURVE);
            if strict && is_chain {
                for code in strict::check(x509, self.is_last(depth)) {
                    self.report(code, x509, Queue::new());
                }
            }
            let at = Link::at(depth, self.is_last(depth));
            let is_suitable = purpose::is_suitable(x509, self.encounter, at, strict);
            self.fail_if(!is_suitable, x509, code::INVALID_PURPOSE);
            let is_too_long = depth > 1 && x509.path_len().is_some_and(|most| below > most);
            self.fail_if(is_too_long, x509, code::PATH_LENGTH);
            below += u64::from(depth > 0 && !x509.is_self_issued);
        }
    }

    /// Keys of the issuers, and digests of all but the last. `check_auth_level` (recorded: `key-ca-rsa1024`, `ca-root-sha1-in-
    /// chain`).
    fn check_auth_level(&mut self) {
        let level = self.parameters.level;
        for (depth, x509) in self.depths() {
            self.fail_if(depth > 0 && !strength::is_key_strong(x509, level), x509, code::CA_KEY);
            self.fail_if(
                !self.is_last(depth) && !strength::is_digest_strong(x509, level),
                x509,
                code::CA_DIGEST,
            );
        }
    }

    /// `check_id` (recorded: `ref-*`, `wildcard-*`).
    fn check_id(&mut self) {
        let (Some(wildcards), Role::Client) = (self.parameters.host, self.encounter.role) else { return };
        let Some((_, leaf)) = self.depths().next() else { return };
        if let Err(code) = super::host::check_id(leaf, self.encounter.name, wildcards) {
            self.report(code, leaf, Queue::new());
        }
    }

    /// Signatures and times, from the top. A trusted certificate that is not self-signed is there to be the issuer only.
    /// `internal_verify` (recorded: `anchor-leaf`, `expired-server`).
    fn internal_verify(&mut self) {
        let mut issuer: Option<&X509> = None;
        for (depth, x509) in self.depths().rev() {
            if self.is_last(depth) && !self.parameters.partial && !x509.likely_issued(x509) {
                self.fail_if(depth == 0, x509, code::LEAF_SIGNATURE);
                if depth > 0 {
                    issuer = Some(x509);
                    continue;
                }
            }
            if let Some(issuer) = issuer {
                self.check_signature(issuer, x509);
            }
            for code in chain::check_time(x509.certificate(), self.encounter.time) {
                self.report(code, x509, Queue::new());
            }
            issuer = Some(x509);
        }
    }

    /// `internal_verify`, `ASN1_item_verify_ctx` of `crypto/asn1/a_verify.c` (recorded: `sig-corrupt-server`, `sig-inner-outer-
    /// mismatch-server`).
    fn check_signature(&mut self, issuer: &X509, x509: &X509) {
        self.fail_if(issuer.key_usage_rejects(KeyUsage::KEY_CERT_SIGN), issuer, code::NO_CERT_SIGN);
        if issuer.usable_key().is_none() {
            return self.report(code::DECODE_ISSUER_KEY, issuer, Queue::new());
        }
        let certificate = x509.certificate();
        let same =
            |own: &crate::x509::algorithm::AlgorithmIdentifier| (own.oid.clone(), own.parameters.clone());
        if same(&certificate.inner_algorithm) != same(&certificate.signature_algorithm) {
            return self.report(code::SIGNATURE_FAILURE, x509, Queue::new());
        }
        let algorithm = certificate.signature_algorithm.signature();
        if !strength::has_pss_parameters(&algorithm) {
            return self.report(code::SIGNATURE_FAILURE, x509, vec![PSS_PARAMETERS]);
        }
        if x509.parsed.has_partial_signature() {
            return self.report(code::SIGNATURE_FAILURE, x509, vec![BITS_LEFT]);
        }
        match self.encounter.shelf.signature(&issuer.parsed, &x509.parsed) {
            SignatureCheck::Valid => {}
            SignatureCheck::Invalid => {
                let raised = match algorithm {
                    SignatureAlgorithm::RsaPss(_) => vec![LAST_OCTET, PSS_VERIFY, ITEM_VERIFY],
                    SignatureAlgorithm::RsaPkcs1(_) if !has_length_of_modulus(issuer, x509) => {
                        vec![WRONG_LENGTH, RSA_VERIFY, ITEM_VERIFY]
                    }
                    SignatureAlgorithm::RsaPkcs1(_) => {
                        vec![INVALID_PADDING, PADDING_CHECK, RSA_VERIFY, ITEM_VERIFY]
                    }
                    _ => vec![ITEM_VERIFY],
                };
                self.report(code::SIGNATURE_FAILURE, x509, raised);
            }
            SignatureCheck::Undetermined(reason) => {
                self.unknown = Some(format!(
                    "The signature of {} was not checked, because {reason}.",
                    certificate.label()
                ));
            }
        }
    }

    /// `X509v3_addr_validate_path`, `X509v3_asid_validate_path`: addresses and numbers of networks are looked at where the leaf has
    /// them. It may inherit what nobody above it states; any other nesting is not followed here.
    fn check_resources(&mut self) {
        let has_resources = |x509: &X509| x509.resources().next().is_some();
        let Some((_, leaf)) = self.depths().next().filter(|(_, leaf)| has_resources(leaf)) else { return };
        let is_alone = !self.depths().skip(1).any(|(_, x509)| has_resources(x509));
        if !is_alone || !leaf.resources().all(inherits) {
            let label = leaf.certificate().label();
            self.unknown =
                Some(format!("The network resources of {label} (RFC 3779) are not followed here."));
        }
    }

    /// Of every certificate that is not a self-issued CA, under the constraints of all above it. The common name of the leaf
    /// counts as a host name where there is no dNSName. `check_name_constraints` (recorded: `nc-cn-no-san`).
    fn check_name_constraints(&mut self) {
        let mut budget = name_constraints::MOST;
        for (depth, x509) in self.depths().rev() {
            if depth > 0 && x509.is_self_issued {
                continue;
            }
            let is_foreign = x509.is_proxy() && !x509.is_named_below_issuer();
            self.fail_if(is_foreign, x509, code::PROXY_NAME);
            let names = x509.alternative_names().unwrap_or_default();
            let common_names =
                depth == 0 && !names.iter().any(|name| matches!(name.value, GeneralNameValue::Dns(_)));
            let reach = Reach { common_names, addresses: true, wildcards: false };
            let above = self.depths().rev().take_while(|(other, _)| *other > depth);
            for constraints in above.filter_map(|(_, issuer)| issuer.name_constraints()) {
                if let Err(reason) = name_constraints::spend(&mut budget, x509, constraints) {
                    self.unknown = Some(reason);
                    return;
                }
                if let Some(code) = name_constraints::check(x509, constraints, reach) {
                    self.report(code, x509, Queue::new());
                }
            }
        }
    }
}
