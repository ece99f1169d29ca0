//! A certificate as OpenSSL holds it, with the flags that `ossl_x509v3_cache_extensions` sets.

use std::rc::Rc;

use super::strength;
use crate::crypto::{public_key, signature};
use crate::defect::{Defect, DefectKind};
use crate::der::oid::Oid;
use crate::peer::shelf::Parsed;
use crate::span::ByteRange;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::name_constraints::NameConstraints;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::name::Name;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

/// What differs between OpenSSL and its forks.
pub(in crate::peer::stack) struct Dialect {
    /// Extensions whose failure to parse, or second copy, sets `EXFLAG_INVALID`.
    pub(in crate::peer::stack) cached: &'static [&'static str],
    /// `X509_supported_extension`
    pub(in crate::peer::stack) supported: &'static [&'static str],
    /// Whether the reader of an extension fails of this.
    pub(in crate::peer::stack) is_fatal: fn(&DefectKind) -> bool,
    /// What else sets `EXFLAG_INVALID`.
    pub(in crate::peer::stack) is_inconsistent: fn(&Certificate) -> bool,
    /// Whether a certificate that is its own issuer by name and key identifiers is `EXFLAG_SS`.
    pub(in crate::peer::stack) is_self_signed: fn(&X509) -> bool,
}

/// OpenSSL 3.0 (`crypto/x509/v3_purp.c`). It supports neither key identifier as a critical extension (recorded:
/// `ext-ski-critical-server`).
pub(in crate::peer::stack) static OPENSSL: Dialect = Dialect {
    cached: &[
        "basicConstraints",
        "keyUsage",
        "extKeyUsage",
        "netscapeCertType",
        "subjectKeyIdentifier",
        "authorityKeyIdentifier",
        "subjectAltName",
        "nameConstraints",
        "cRLDistributionPoints",
        "proxyCertInfo",
        "ipAddrBlocks",
        "autonomousSysIds",
    ],
    supported: &[
        "netscapeCertType",
        "keyUsage",
        "subjectAltName",
        "basicConstraints",
        "certificatePolicies",
        "cRLDistributionPoints",
        "extKeyUsage",
        "policyConstraints",
        "nameConstraints",
        "policyMappings",
        "inhibitAnyPolicy",
        "ocspNoCheck",
        "proxyCertInfo",
        "ipAddrBlocks",
        "autonomousSysIds",
    ],
    is_fatal,
    is_inconsistent: |certificate| {
        let is_named =
            ["subjectAltName", "issuerAltName"].iter().any(|name| certificate.extension(name).is_some());
        certificate.extension("proxyCertInfo").is_some() && (is_named || certificate.is_ca())
            || certificate.key_usage().is_some_and(|usage| usage.0 == 0)
            || certificate.basic_constraints().is_some_and(|basic| basic.path_len == Some(PathLen::Unusable))
    },
    is_self_signed: |x509| x509.could_sign(x509),
};

/// A name as `X509_NAME_cmp` compares it.
type Canonical = Vec<Vec<(Oid, String)>>;

/// A certificate with its `ex_flags`.
#[derive(Clone)]
pub(in crate::peer::stack) struct X509 {
    pub(in crate::peer::stack) parsed: Rc<Parsed>,
    dialect: &'static Dialect,
    /// Subject and issuer as they are compared.
    names: Rc<[Canonical; 2]>,
    /// `EXFLAG_INVALID`: one of the extensions that OpenSSL keeps cannot be read or is there twice.
    pub(in crate::peer::stack) is_invalid: bool,
    /// `EXFLAG_SI`
    pub(in crate::peer::stack) is_self_issued: bool,
    /// `EXFLAG_SS`
    pub(in crate::peer::stack) is_self_signed: bool,
}

/// Constructed rfc822Name, dNSName, uniformResourceIdentifier and iPAddress.
const STRINGS_IN_PARTS: [u8; 4] = [0xa1, 0xa2, 0xa6, 0xa7];

/// Whether `X509V3_EXT_d2i` fails of this; what it does not need, it does not look at.
fn is_fatal(kind: &DefectKind) -> bool {
    match kind {
        DefectKind::Truncated { .. }
        | DefectKind::IntegerEmpty
        | DefectKind::IntegerNotMinimal
        | DefectKind::UnusedBitsInvalid
        | DefectKind::OidEmpty
        | DefectKind::OidNotMinimal
        | DefectKind::OidTruncated => true,
        // A character string in parts is put together (`asn1_collect` of `crypto/asn1/tasn_dec.c`).
        DefectKind::Unexpected { field, tag } => *field != "GeneralName" || !STRINGS_IN_PARTS.contains(tag),
        DefectKind::ExtraField(structure) => *structure != "extnValue",
        DefectKind::Missing(field) => !field.starts_with("authorityCert"),
        _ => false,
    }
}

impl X509 {
    pub(in crate::peer::stack) fn new(parsed: Rc<Parsed>, dialect: &'static Dialect) -> Self {
        let certificate = &parsed.certificate;
        let [subject, issuer] = [&certificate.subject, &certificate.issuer].map(Name::canonical);
        let is_self_issued = subject == issuer;
        let names = Rc::new([subject, issuer]);
        let is_inconsistent = (dialect.is_inconsistent)(certificate);
        let mut x509 =
            Self { parsed, dialect, names, is_invalid: false, is_self_issued, is_self_signed: false };
        x509.is_invalid = is_inconsistent || dialect.cached.iter().any(|name| x509.is_broken(name));
        x509.is_self_signed =
            is_self_issued && x509.has_key_identifiers_for(&x509) && (dialect.is_self_signed)(&x509);
        x509
    }

    pub(in crate::peer::stack) fn certificate(&self) -> &Certificate {
        &self.parsed.certificate
    }

    /// Whether `subject` names this certificate as its issuer.
    pub(in crate::peer::stack) fn is_named_by(&self, subject: &Self) -> bool {
        let ([own, _], [_, issuer]) = (&*self.names, &*subject.names);
        own == issuer
    }

    /// `X509_cmp`
    pub(in crate::peer::stack) fn is(&self, other: &Self) -> bool {
        self.parsed.certificate.der == other.parsed.certificate.der
    }

    /// Whether `X509_get_ext_d2i` gives nothing for an extension that is there: it stands there twice or cannot be read.
    pub(in crate::peer::stack) fn is_broken(&self, name: &str) -> bool {
        let mut found =
            self.certificate().extensions.iter().filter(|e| oids::extension(&e.oid) == Some(name));
        found.next().is_some_and(|first| found.next().is_some() || self.is_unreadable(first))
    }

    /// Whether the value of an extension cannot be parsed. `X509V3_EXT_d2i` (recorded: `ext-bc-garbage-server`, `ext-aki-
    /// garbage-server`).
    pub(in crate::peer::stack) fn is_unreadable(&self, extension: &Extension) -> bool {
        let within = |defect: &Defect| {
            let is_there = extension.value.start <= defect.at.start && defect.at.start <= extension.value.end;
            is_there && (self.dialect.is_fatal)(&defect.kind)
        };
        extension.content == ExtensionContent::Unreadable || self.parsed.defects.iter().any(within)
    }

    /// The extension, where there is one only and it can be read.
    fn sound(&self, name: &str) -> Option<&ExtensionContent> {
        let extension = self.certificate().extension(name)?;
        (!self.is_broken(name)).then_some(&extension.content)
    }

    pub(in crate::peer::stack) fn is_critical(&self, name: &str) -> bool {
        self.certificate().extension(name).is_some_and(|extension| extension.critical)
    }

    /// `EXFLAG_CRITICAL`
    pub(in crate::peer::stack) fn has_unknown_critical(&self) -> bool {
        let is_supported = |extension: &Extension| {
            oids::extension(&extension.oid).is_some_and(|n| self.dialect.supported.contains(&n))
        };
        self.certificate().extensions.iter().any(|extension| extension.critical && !is_supported(extension))
    }

    /// `EXFLAG_PROXY`
    pub(in crate::peer::stack) fn is_proxy(&self) -> bool {
        self.certificate().extension("proxyCertInfo").is_some()
    }

    /// The values of the extensions for addresses and numbers of networks (RFC 3779).
    pub(in crate::peer::stack) fn resources(&self) -> impl Iterator<Item = &[u8]> {
        let certificate = self.certificate();
        let found =
            ["ipAddrBlocks", "autonomousSysIds"].into_iter().filter_map(|name| certificate.extension(name));
        found.map(|extension| extension.value.of(&certificate.der))
    }

    /// Whether the subject is the issuer with one more name below it, as that of a proxy certificate has to be (RFC 3820 §3.4).
    pub(in crate::peer::stack) fn is_named_below_issuer(&self) -> bool {
        let [subject, issuer] = &*self.names;
        subject.split_last().is_some_and(|(_, above)| !above.is_empty() && above == issuer)
    }

    /// `EXFLAG_BCONS`, `EXFLAG_CA`: cA, where basicConstraints is there.
    pub(in crate::peer::stack) fn basic_constraints(&self) -> Option<bool> {
        match self.sound("basicConstraints")? {
            ExtensionContent::BasicConstraints(basic) => Some(basic.ca),
            _ => None,
        }
    }

    pub(in crate::peer::stack) fn is_ca(&self) -> bool {
        self.basic_constraints() == Some(true)
    }

    /// `ex_pathlen`
    pub(in crate::peer::stack) fn path_len(&self) -> Option<u64> {
        match self.sound("basicConstraints")? {
            ExtensionContent::BasicConstraints(basic) => match basic.path_len? {
                PathLen::AtMost(most) => Some(most),
                PathLen::Unusable => None,
            },
            _ => None,
        }
    }

    /// `ex_kusage`, where `EXFLAG_KUSAGE` is set.
    pub(in crate::peer::stack) fn key_usage(&self) -> Option<KeyUsage> {
        match self.sound("keyUsage")? {
            ExtensionContent::KeyUsage(usage) => Some(*usage),
            _ => None,
        }
    }

    /// `ku_reject`: keyUsage is there and has none of these bits.
    pub(in crate::peer::stack) fn key_usage_rejects(&self, wanted: KeyUsage) -> bool {
        self.key_usage().is_some_and(|usage| !usage.has_any(wanted))
    }

    /// `X509_get_key_usage`, which knows of none where an extension is broken.
    pub(in crate::peer::stack) fn may(&self, wanted: KeyUsage) -> bool {
        !self.is_invalid && !self.key_usage_rejects(wanted)
    }

    /// `ex_xkusage`, where `EXFLAG_XKUSAGE` is set.
    pub(in crate::peer::stack) fn purposes(&self) -> Option<&[Oid]> {
        match self.sound("extKeyUsage")? {
            ExtensionContent::ExtendedKeyUsage(purposes) => Some(purposes),
            _ => None,
        }
    }

    /// `ex_nscert`, where `EXFLAG_NSCERT` is set: bit n of the integer is bit n of the BIT STRING.
    pub(in crate::peer::stack) fn netscape_type(&self) -> Option<u64> {
        match self.sound("netscapeCertType")? {
            ExtensionContent::NetscapeCertType(bits) => Some(bits.0),
            _ => None,
        }
    }

    pub(in crate::peer::stack) fn alternative_names(&self) -> Option<&[GeneralName]> {
        match self.sound("subjectAltName")? {
            ExtensionContent::SubjectAltName(names) => Some(names),
            _ => None,
        }
    }

    pub(in crate::peer::stack) fn name_constraints(&self) -> Option<&NameConstraints> {
        match self.sound("nameConstraints")? {
            ExtensionContent::NameConstraints(constraints) => Some(constraints),
            _ => None,
        }
    }

    /// `EXFLAG_V1`
    pub(in crate::peer::stack) fn is_v1(&self) -> bool {
        self.certificate().version == Version::V1
    }

    /// `X509_check_akid`: key identifier, serial number and issuer, each where both sides have it.
    pub(in crate::peer::stack) fn has_key_identifiers_for(&self, subject: &Self) -> bool {
        let Some(ExtensionContent::AuthorityKeyIdentifier(wanted)) = subject.sound("authorityKeyIdentifier")
        else {
            return true;
        };
        let own = self.certificate();
        let serial = wanted.authority_cert_serial_number.as_ref();
        let issuer = wanted.authority_cert_issuer.iter().find_map(|name| match &name.value {
            GeneralNameValue::Directory(name) => Some(name),
            _ => None,
        });
        let agrees = |own: Option<&[u8]>| {
            own.is_none() || wanted.key_identifier.is_none() || own == wanted.key_identifier.as_deref()
        };
        agrees(own.subject_key_identifier())
            && serial.is_none_or(|serial| own.serial.is_same(serial))
            && issuer.is_none_or(|issuer| issuer.matches(&own.issuer))
    }

    /// `check_sig_alg_match`: the key of this certificate is of the kind that makes the signature of `subject`, as the signed
    /// part names it.
    pub(in crate::peer::stack) fn could_sign(&self, subject: &Self) -> bool {
        let algorithm = subject.certificate().inner_algorithm.signature();
        self.usable_key()
            .is_some_and(|key| strength::is_known(&algorithm) && signature::is_made_by(&algorithm, key))
    }

    /// `X509_get0_pubkey`
    pub(in crate::peer::stack) fn usable_key(&self) -> Option<&PublicKey> {
        // `ecx_key_op` takes no parameters.
        let has_none = |key: &&PublicKey| {
            let is_ecx = matches!(key.kind, KeyKind::Ed25519 | KeyKind::Ed448);
            !is_ecx || key.algorithm.parameters.is_none()
        };
        let is_read = |key: &&PublicKey| {
            let is_unknown =
                matches!(key.kind, KeyKind::Other | KeyKind::PostQuantum(_) | KeyKind::Ec(Curve::Missing));
            !is_unknown && public_key::is_sound(key)
        };
        self.certificate().public_key.as_ref().filter(has_none).filter(is_read)
    }

    /// `ossl_x509_likely_issued`
    pub(in crate::peer::stack) fn likely_issued(&self, subject: &Self) -> bool {
        self.is_named_by(subject)
            && !self.is_invalid
            && !subject.is_invalid
            && self.has_key_identifiers_for(subject)
            && self.could_sign(subject)
    }
}

/// Whether `at` is in the value of an extension; they stand in the order of their bytes.
pub(in crate::peer::stack) fn is_in_extension(certificate: &Certificate, at: ByteRange) -> bool {
    let extensions = &certificate.extensions;
    let before = extensions.partition_point(|extension| extension.value.start <= at.start);
    let last = before.checked_sub(1).and_then(|last| extensions.get(last));
    last.is_some_and(|extension| at.end <= extension.value.end)
}
