//! The requirement behind a refusal whose text stands for several: "unsuitable certificate purpose" is said of extKeyUsage and
//! of keyUsage, "unable to get local issuer certificate" of an issuer that is there but passed over, "no suitable cipher" of an
//! own certificate that may not sign. The facts of the pair tell which; where they do not, the cause stays as the stack has it.

use std::rc::Rc;

use crate::crypto::signature::SignatureCheck;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Role, Suites, TlsVersion};
use crate::peer::held::Held;
use crate::peer::refusal::Refusal;
use crate::peer::shelf::{Parsed, Shelf};
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::certificate::Certificate;
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// What there is to tell by.
pub(super) struct Scene<'a> {
    /// The end that the stack is.
    pub(super) role: Role,
    pub(super) version: TlsVersion,
    pub(super) suites: Suites,
    /// The files of the stack's own side.
    pub(super) own: &'a Held,
    pub(super) peer: &'a Held,
    pub(super) shelf: &'a Shelf,
}

/// Most certificates above the first that are followed.
const MOST: usize = 16;

/// Most intermediates of a chain that every stack follows: rustls-webpki refuses more.
const LONGEST: usize = 6;

type Found = Option<(Cause, Option<Rc<Parsed>>)>;

/// The refusal with the requirement that the facts show.
pub(super) fn exact(refusal: Refusal, is_load: bool, scene: &Scene<'_>) -> Refusal {
    let at = refusal.certificate.as_ref().and_then(|der| scene.shelf.read(der));
    let found = match refusal.cause {
        Cause::CertificateFile if is_load => scene.of_chain_file(),
        Cause::TrustFile if is_load => scene.of_trust_file(),
        Cause::KeyFile | Cause::KeyMatch if is_load => scene.of_key_file(refusal.cause),
        Cause::Suites | Cause::KeyType | Cause::KeyStrength if scene.role == Role::Server => scene.of_own(),
        Cause::NoCertificate => scene.peer.chain.first().map(|leaf| (Cause::KeyType, Some(Rc::clone(leaf)))),
        Cause::KeyPurpose | Cause::CaFlag | Cause::KeyUsage => scene.of_purpose(refusal.cause, at),
        Cause::Issuer | Cause::Anchor | Cause::NameConstraints => scene.of_issuer(refusal.cause),
        _ => None,
    };
    match found {
        Some((cause, certificate)) => {
            let certificate = certificate.map(|parsed| parsed.der.clone()).or(refusal.certificate);
            Refusal { cause, certificate, ..refusal }
        }
        None => refusal,
    }
}

impl Scene<'_> {
    /// A certificate file that is plain PEM fails by what is in it.
    fn of_chain_file(&self) -> Found {
        let chain = &self.own.chain;
        let leaf = chain.first().filter(|_| self.own.has_plain_chain)?;
        if let Some(found) = chain.iter().find_map(of_key) {
            return Some(found);
        }
        let cause = match () {
            () if may_not_sign(&leaf.certificate) => Cause::KeyUsage,
            () if !is_in_order(chain) => Cause::ChainOrder,
            () if chain.len() > LONGEST => Cause::ChainLength,
            () => {
                let at = chain.iter().find(|parsed| parsed.certificate.name_constraints().is_some());
                return Some(
                    at.map_or((Cause::Encoding, None), |at| (Cause::CriticalExtension, Some(Rc::clone(at)))),
                );
            }
        };
        Some((cause, Some(Rc::clone(leaf))))
    }

    fn of_trust_file(&self) -> Found {
        let trust = self.own.trust.iter().filter(|_| self.own.has_plain_trust);
        trust.clone().find_map(of_key).or_else(|| {
            let at = trust.clone().find(|parsed| parsed.certificate.name_constraints().is_some())?;
            Some((Cause::CriticalExtension, Some(Rc::clone(at))))
        })
    }

    /// A key that is plainly written, or that of the certificate after all, fails by its kind or by its certificate.
    fn of_key_file(&self, cause: Cause) -> Found {
        let leaf = self.own.chain.first()?;
        let is_own = self.own.has_own_key() == Some(true);
        match of_key(leaf) {
            Some(found) if is_own && (cause == Cause::KeyMatch || self.own.has_plain_key) => Some(found),
            None if is_own && cause == Cause::KeyMatch => Some((Cause::Encoding, Some(Rc::clone(leaf)))),
            _ => None,
        }
    }

    /// A server that cannot find anything to sign with, though its key is of a common kind and its suites fit.
    fn of_own(&self) -> Found {
        let leaf = self.own.chain.first()?;
        let key = leaf.certificate.public_key.as_ref()?;
        if of_key(leaf).is_some() || self.version == TlsVersion::V12 && !self.suites.fit(key) {
            return None;
        }
        let cause = match () {
            () if is_broken(leaf) => Cause::Encoding,
            () if may_not_sign(&leaf.certificate) => Cause::KeyUsage,
            () if has_old_digest(&leaf.certificate) => Cause::SignatureAlgorithm,
            () => return None,
        };
        Some((cause, Some(Rc::clone(leaf))))
    }

    /// What of a certificate does not suit its place.
    fn of_purpose(&self, cause: Cause, at: Option<Rc<Parsed>>) -> Found {
        let at = at.or_else(|| self.peer.chain.first().cloned())?;
        if self.own.chain.first().is_some_and(|own| own.id == at.id) {
            return None;
        }
        let certificate = &at.certificate;
        let purpose = match self.role {
            Role::Client => oids::SERVER_AUTH,
            Role::Server => oids::CLIENT_AUTH,
        };
        let allow = |own: &Certificate| {
            let listed = own.extended_key_usage();
            listed.is_none_or(|purposes| purposes.iter().any(|listed| listed.octets() == purpose))
        };
        let allows = allow(certificate);
        let is_leaf = self.peer.chain.first().is_some_and(|leaf| leaf.id == at.id);
        let usage = certificate.key_usage();
        let cause = match (cause, is_leaf) {
            (Cause::CaFlag, false) if certificate.is_ca() && !allows => Cause::KeyPurpose,
            (Cause::CaFlag, true) => {
                let above = self.peer.chain.iter().skip(1);
                let at = above.filter(|own| own.certificate.is_ca()).find(|own| !allow(&own.certificate))?;
                return Some((Cause::KeyPurpose, Some(Rc::clone(at))));
            }
            (Cause::KeyUsage, true) if !may_not_sign(certificate) => return self.of_issuer(cause),
            (Cause::KeyUsage, true) => return None,
            (Cause::KeyPurpose, _) if !allows || certificate.extension("netscapeCertType").is_some() => {
                return None;
            }
            (Cause::KeyPurpose, true) if may_not_sign(certificate) => Cause::KeyUsage,
            (Cause::KeyPurpose, true) if certificate.is_ca() => Cause::CaAsEndEntity,
            (_, false) if !certificate.is_ca() => Cause::CaFlag,
            (_, false) if usage.is_some_and(|usage| !usage.has(KeyUsage::KEY_CERT_SIGN)) => {
                Cause::KeyCertSign
            }
            _ => return None,
        };
        Some((cause, Some(at)))
    }

    /// Why the issuer that is there was passed over: upwards from the end entity, the first fault of an issuer.
    fn of_issuer(&self, cause: Cause) -> Found {
        let leaf = self.peer.chain.first()?;
        let pool = || self.peer.chain.iter().skip(1).chain(&self.own.trust);
        if cause == Cause::NameConstraints
            && pool().any(|parsed| parsed.certificate.name_constraints().is_some())
        {
            return None;
        }
        if cause == Cause::Issuer && self.own.trust.is_empty() {
            return Some((Cause::TrustFile, None));
        }
        if is_broken(leaf) {
            return Some((Cause::Encoding, Some(Rc::clone(leaf))));
        }
        let is_trusted = |parsed: &Parsed| self.own.trust.iter().any(|own| own.id == parsed.id);
        if is_trusted(leaf) && !leaf.certificate.is_self_issued() {
            return Some((Cause::Anchor, Some(Rc::clone(leaf))));
        }
        let mut without_usage = None;
        let mut subject = Rc::clone(leaf);
        for below in 0..MOST {
            let is_top = subject.certificate.is_self_issued();
            if is_top && below > 0 {
                break;
            }
            let named = pool().filter(|own| own.certificate.subject.matches(&subject.certificate.issuer));
            let signed = |own: &&Rc<Parsed>| self.shelf.signature(own, &subject) == SignatureCheck::Valid;
            let Some(signer) = named.clone().find(signed) else {
                return unsigned(&subject, &named.cloned().collect::<Vec<_>>(), pool);
            };
            if let Some(cause) = passed_over(&signer.certificate, &subject.certificate, below) {
                let at = if cause == Cause::IssuerName { &subject } else { signer };
                return Some((cause, Some(Rc::clone(at))));
            }
            if signer.certificate.key_usage().is_none() && without_usage.is_none() {
                without_usage = Some(Rc::clone(signer));
            }
            if is_trusted(signer) && !signer.certificate.is_self_issued() {
                return Some((Cause::Anchor, Some(Rc::clone(signer))));
            }
            subject = Rc::clone(signer);
        }
        let is_reached = is_trusted(&subject) && cause == Cause::Issuer;
        if is_reached && !self.own.has_plain_trust {
            return Some((Cause::TrustFile, None));
        }
        if is_reached && self.peer.chain.len() > LONGEST {
            return Some((Cause::ChainLength, Some(Rc::clone(leaf))));
        }
        without_usage.filter(|_| is_reached).map(|signer| (Cause::CaKeyUsage, Some(signer)))
    }
}

/// What is wrong where nobody of the right name has signed the certificate.
fn unsigned<'a, I: Iterator<Item = &'a Rc<Parsed>>>(
    subject: &Rc<Parsed>,
    named: &[Rc<Parsed>],
    pool: impl Fn() -> I,
) -> Found {
    let identifier = subject.certificate.authority_key_identifier()?.key_identifier.as_deref()?;
    let is_meant = |own: &Rc<Parsed>| own.certificate.subject_key_identifier() == Some(identifier);
    if named.iter().any(is_meant) {
        return Some((Cause::Signature, Some(Rc::clone(subject))));
    }
    pool().any(is_meant).then(|| (Cause::IssuerName, Some(Rc::clone(subject))))
}

/// What makes stacks pass over the certificate that did sign `subject`, with so many intermediates below it.
fn passed_over(signer: &Certificate, subject: &Certificate, below: usize) -> Option<Cause> {
    let at_most = match signer.basic_constraints().and_then(|own| own.path_len) {
        Some(PathLen::AtMost(most)) => Some(most),
        _ => None,
    };
    let identifier = subject.authority_key_identifier();
    let names_other_key = identifier
        .and_then(|own| own.key_identifier.as_deref())
        .zip(signer.subject_key_identifier())
        .is_some_and(|(wanted, own)| wanted != own);
    let names_other_serial = identifier
        .and_then(|own| own.authority_cert_serial_number.as_deref())
        .is_some_and(|serial| !signer.serial.is_same(serial));
    match () {
        () if !signer.is_ca() => Some(Cause::CaFlag),
        () if signer.key_usage().is_some_and(|usage| !usage.has(KeyUsage::KEY_CERT_SIGN)) => {
            Some(Cause::KeyCertSign)
        }
        () if at_most.is_some_and(|most| u64::try_from(below).is_ok_and(|below| below > most)) => {
            Some(Cause::PathLength)
        }
        () if signer.subject.der != subject.issuer.der => Some(Cause::IssuerName),
        () if names_other_key || names_other_serial => Some(Cause::KeyIdentifiers),
        () => None,
    }
}

/// True if an extension cannot be read, or stands twice.
fn is_broken(parsed: &Parsed) -> bool {
    let extensions = &parsed.certificate.extensions;
    let is_first = |at: usize| {
        let own = extensions.get(at).map(|own| &own.oid);
        extensions.iter().position(|other| Some(&other.oid) == own) == Some(at)
    };
    extensions.iter().any(|own| own.damaged) || (0..extensions.len()).any(|at| !is_first(at))
}

/// True if keyUsage is there and does not allow the signature of the handshake.
fn may_not_sign(certificate: &Certificate) -> bool {
    certificate.key_usage().is_some_and(|usage| !usage.has(KeyUsage::DIGITAL_SIGNATURE))
}

fn has_old_digest(certificate: &Certificate) -> bool {
    use SignatureAlgorithm::{Ecdsa, RsaPkcs1};
    matches!(
        certificate.signature_algorithm.signature(),
        RsaPkcs1(Hash::Md5 | Hash::Sha1) | Ecdsa(Hash::Md5 | Hash::Sha1)
    )
}

/// Whether each certificate is the issuer of the one before it, as Java asks of a key store.
fn is_in_order(chain: &[Rc<Parsed>]) -> bool {
    chain.windows(2).all(|pair| match pair {
        [below, above] => {
            below.id != above.id && above.certificate.subject.matches(&below.certificate.issuer)
        }
        _ => true,
    })
}

/// A key that some stack does not use.
fn of_key(parsed: &Rc<Parsed>) -> Found {
    let cause = uncommon(parsed.certificate.public_key.as_ref()?)?;
    Some((cause, Some(Rc::clone(parsed))))
}

/// What is uncommon about a key: every stack uses RSA of 2048 to 4096 bits and P-256.
pub(super) fn uncommon(key: &PublicKey) -> Option<Cause> {
    const USUAL_EXPONENT: &[u8] = &[1, 0, 1];
    match &key.kind {
        KeyKind::Rsa(rsa) if rsa.bits < 2048 => Some(Cause::KeyStrength),
        KeyKind::Rsa(rsa) => {
            let is_usual = matches!(rsa.bits, 2048 | 3072 | 4096)
                && rsa.exponent == USUAL_EXPONENT
                && key.has_expected_parameters() == Some(true);
            (!is_usual).then_some(Cause::KeyType)
        }
        KeyKind::Ec(Curve::Named(NamedCurve::P256 | NamedCurve::P384)) => None,
        _ => Some(Cause::KeyType),
    }
}
