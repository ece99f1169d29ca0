//! Object identifiers and the names people know them by.
//!
//! Names of extensions, key purposes and attributes are those of the ASN.1 modules of the RFCs that define them.

use const_oid::ObjectIdentifier;

use crate::der::oid::Oid;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::public_key::NamedCurve;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

pub(crate) const COMMON_NAME: &[u8] = const { &oid("2.5.4.3") }.as_bytes();
pub(crate) const COUNTRY: &[u8] = const { &oid("2.5.4.6") }.as_bytes();
pub(crate) const ORGANIZATION: &[u8] = const { &oid("2.5.4.10") }.as_bytes();
pub(crate) const EMAIL_ADDRESS: &[u8] = const { &oid("1.2.840.113549.1.9.1") }.as_bytes();
pub(crate) const MGF1: &[u8] = const { &oid("1.2.840.113549.1.1.8") }.as_bytes();
pub(crate) const RSA_ENCRYPTION: &[u8] = const { &oid("1.2.840.113549.1.1.1") }.as_bytes();
pub(crate) const RSASSA_PSS: &[u8] = const { &oid("1.2.840.113549.1.1.10") }.as_bytes();
pub(crate) const RSAES_OAEP: &[u8] = const { &oid("1.2.840.113549.1.1.7") }.as_bytes();
pub(crate) const EC_PUBLIC_KEY: &[u8] = const { &oid("1.2.840.10045.2.1") }.as_bytes();
pub(crate) const DSA: &[u8] = const { &oid("1.2.840.10040.4.1") }.as_bytes();
pub(crate) const X25519: &[u8] = const { &oid("1.3.101.110") }.as_bytes();
pub(crate) const X448: &[u8] = const { &oid("1.3.101.111") }.as_bytes();
pub(crate) const ED25519: &[u8] = const { &oid("1.3.101.112") }.as_bytes();
pub(crate) const ED448: &[u8] = const { &oid("1.3.101.113") }.as_bytes();
pub(crate) const PRIME_FIELD: &[u8] = const { &oid("1.2.840.10045.1.1") }.as_bytes();
pub(crate) const ANY_POLICY: &[u8] = const { &oid("2.5.29.32.0") }.as_bytes();
pub(crate) const CPS_POINTER: &[u8] = const { &oid("1.3.6.1.5.5.7.2.1") }.as_bytes();
pub(crate) const USER_NOTICE: &[u8] = const { &oid("1.3.6.1.5.5.7.2.2") }.as_bytes();
pub(crate) const ANY_EXTENDED_KEY_USAGE: &[u8] = const { &oid("2.5.29.37.0") }.as_bytes();
pub(crate) const VERISIGN_GATED: &[u8] = const { &oid("2.16.840.1.113733.1.8.1") }.as_bytes();
pub(crate) const SERVER_AUTH: &[u8] = const { &oid("1.3.6.1.5.5.7.3.1") }.as_bytes();
pub(crate) const CLIENT_AUTH: &[u8] = const { &oid("1.3.6.1.5.5.7.3.2") }.as_bytes();
pub(crate) const MICROSOFT_GATED: &[u8] = const { &oid("1.3.6.1.4.1.311.10.3.3") }.as_bytes();
pub(crate) const NETSCAPE_GATED: &[u8] = const { &oid("2.16.840.1.113730.4.1") }.as_bytes();
pub(crate) const OCSP_SIGNING: &[u8] = const { &oid("1.3.6.1.5.5.7.3.9") }.as_bytes();
pub(crate) const SMTP_UTF8_MAILBOX: &[u8] = const { &oid("1.3.6.1.5.5.7.8.9") }.as_bytes();
pub(crate) const SIGNED_DATA: &[u8] = const { &oid("1.2.840.113549.1.7.2") }.as_bytes();
pub(crate) const BASIC_OCSP_RESPONSE: &[u8] = const { &oid("1.3.6.1.5.5.7.48.1.1") }.as_bytes();
pub(crate) const EXTENSION_REQUEST: &[u8] = const { &oid("1.2.840.113549.1.9.14") }.as_bytes();
pub(crate) const MICROSOFT_EXTENSION_REQUEST: &[u8] = const { &oid("1.3.6.1.4.1.311.2.1.14") }.as_bytes();
pub(crate) const CHALLENGE_PASSWORD: &[u8] = const { &oid("1.2.840.113549.1.9.7") }.as_bytes();
pub(crate) const PBES2: &[u8] = const { &oid("1.2.840.113549.1.5.13") }.as_bytes();

/// Short name of a name attribute, as RFC 4514 §3 and OpenSSL write it.
pub(crate) fn attribute(oid: &Oid) -> Option<&'static str> {
    find(ATTRIBUTES, oid)
}

/// Name of an extension.
#[must_use]
pub fn extension(oid: &Oid) -> Option<&'static str> {
    find(EXTENSIONS, oid)
}

/// Name of a key purpose (RFC 5280 §4.2.1.12 and others).
#[must_use]
pub fn key_purpose(oid: &Oid) -> Option<&'static str> {
    find(KEY_PURPOSES, oid)
}

/// Name of a certificate policy or policy qualifier.
#[must_use]
pub fn policy(oid: &Oid) -> Option<&'static str> {
    find(POLICIES, oid)
}

/// Name of a form of otherName.
pub(crate) fn other_name(oid: &Oid) -> Option<&'static str> {
    find(OTHER_NAMES, oid)
}

/// Name of an access method.
pub(crate) fn access_method(oid: &Oid) -> Option<&'static str> {
    find(ACCESS_METHODS, oid)
}

/// Name of an encryption scheme, key derivation function or content type.
pub(crate) fn scheme(oid: &Oid) -> Option<&'static str> {
    find(SCHEMES, oid)
}

/// Name of a signature, key or hash algorithm.
#[must_use]
pub fn algorithm(oid: &Oid) -> Option<&'static str> {
    let signature = SIGNATURES.iter().find(|(entry, ..)| entry.as_bytes() == oid.octets());
    signature.map(|(_, name, _)| *name).or_else(|| find(KEYS, oid)).or_else(|| hash(oid).map(Hash::name))
}

/// The signature algorithm with this identifier; RSASSA-PSS without its parameters.
pub(crate) fn signature(oid: &Oid) -> Option<SignatureAlgorithm> {
    let entry = SIGNATURES.iter().find(|(entry, ..)| entry.as_bytes() == oid.octets())?;
    Some(entry.2.clone())
}

/// The hash function with this identifier.
pub(crate) fn hash(oid: &Oid) -> Option<Hash> {
    find(HASHES, oid)
}

/// The elliptic curve with this identifier.
pub(crate) fn curve(oid: &Oid) -> Option<NamedCurve> {
    find(CURVES, oid)
}

fn find<T: Copy>(table: &[(ObjectIdentifier, T)], oid: &Oid) -> Option<T> {
    table.iter().find(|(entry, _)| entry.as_bytes() == oid.octets()).map(|(_, value)| *value)
}

const ATTRIBUTES: &[(ObjectIdentifier, &str)] = &[
    (oid("2.5.4.3"), "CN"),
    (oid("2.5.4.4"), "SN"),
    (oid("2.5.4.5"), "serialNumber"),
    (oid("2.5.4.6"), "C"),
    (oid("2.5.4.7"), "L"),
    (oid("2.5.4.8"), "ST"),
    (oid("2.5.4.9"), "STREET"),
    (oid("2.5.4.10"), "O"),
    (oid("2.5.4.11"), "OU"),
    (oid("2.5.4.12"), "title"),
    (oid("2.5.4.13"), "description"),
    (oid("2.5.4.15"), "businessCategory"),
    (oid("2.5.4.17"), "postalCode"),
    (oid("2.5.4.20"), "telephoneNumber"),
    (oid("2.5.4.41"), "name"),
    (oid("2.5.4.42"), "GN"),
    (oid("2.5.4.43"), "initials"),
    (oid("2.5.4.44"), "generationQualifier"),
    (oid("2.5.4.45"), "x500UniqueIdentifier"),
    (oid("2.5.4.46"), "dnQualifier"),
    (oid("2.5.4.65"), "pseudonym"),
    (oid("2.5.4.97"), "organizationIdentifier"),
    (oid("0.9.2342.19200300.100.1.25"), "DC"),
    (oid("0.9.2342.19200300.100.1.1"), "UID"),
    (oid("1.2.840.113549.1.9.1"), "emailAddress"),
    (oid("1.2.840.113549.1.9.2"), "unstructuredName"),
    (oid("1.2.840.113549.1.9.8"), "unstructuredAddress"),
    (oid("1.3.6.1.4.1.311.60.2.1.1"), "jurisdictionL"),
    (oid("1.3.6.1.4.1.311.60.2.1.2"), "jurisdictionST"),
    (oid("1.3.6.1.4.1.311.60.2.1.3"), "jurisdictionC"),
];

const EXTENSIONS: &[(ObjectIdentifier, &str)] = &[
    (oid("2.5.29.9"), "subjectDirectoryAttributes"),
    (oid("2.5.29.14"), "subjectKeyIdentifier"),
    (oid("2.5.29.15"), "keyUsage"),
    (oid("2.5.29.16"), "privateKeyUsagePeriod"),
    (oid("2.5.29.17"), "subjectAltName"),
    (oid("2.5.29.18"), "issuerAltName"),
    (oid("2.5.29.19"), "basicConstraints"),
    (oid("2.5.29.20"), "cRLNumber"),
    (oid("2.5.29.21"), "reasonCode"),
    (oid("2.5.29.23"), "holdInstructionCode"),
    (oid("2.5.29.24"), "invalidityDate"),
    (oid("2.5.29.27"), "deltaCRLIndicator"),
    (oid("2.5.29.28"), "issuingDistributionPoint"),
    (oid("2.5.29.29"), "certificateIssuer"),
    (oid("2.5.29.30"), "nameConstraints"),
    (oid("2.5.29.31"), "cRLDistributionPoints"),
    (oid("2.5.29.32"), "certificatePolicies"),
    (oid("2.5.29.33"), "policyMappings"),
    (oid("2.5.29.35"), "authorityKeyIdentifier"),
    (oid("2.5.29.36"), "policyConstraints"),
    (oid("2.5.29.37"), "extKeyUsage"),
    (oid("2.5.29.46"), "freshestCRL"),
    (oid("2.5.29.54"), "inhibitAnyPolicy"),
    (oid("2.5.29.55"), "targetInformation"),
    (oid("2.5.29.56"), "noRevAvail"),
    (oid("2.5.29.60"), "expiredCertsOnCRL"),
    (oid("1.3.6.1.5.5.7.1.1"), "authorityInfoAccess"),
    (oid("1.3.6.1.5.5.7.1.11"), "subjectInfoAccess"),
    (oid("1.3.6.1.5.5.7.1.3"), "qcStatements"),
    (oid("1.3.6.1.5.5.7.1.2"), "biometricInfo"),
    (oid("1.3.6.1.5.5.7.1.7"), "ipAddrBlocks"),
    (oid("1.3.6.1.5.5.7.1.8"), "autonomousSysIds"),
    (oid("1.3.6.1.5.5.7.1.12"), "logotype"),
    (oid("1.3.6.1.5.5.7.1.14"), "proxyCertInfo"),
    (oid("1.3.6.1.5.5.7.1.24"), "tlsFeature"),
    (oid("1.3.6.1.5.5.7.1.31"), "acmeIdentifier"),
    (oid("1.3.6.1.5.5.7.48.1.5"), "ocspNoCheck"),
    (oid("1.3.6.1.5.5.7.48.1.2"), "ocspNonce"),
    (oid("1.3.6.1.4.1.11129.2.4.2"), "signedCertificateTimestampList"),
    (oid("1.3.6.1.4.1.11129.2.4.3"), "ctPoison"),
    (oid("1.3.6.1.4.1.11129.2.4.5"), "ocspSignedCertificateTimestampList"),
    (oid("1.3.6.1.4.1.11129.2.1.17"), "androidKeyAttestation"),
    (oid("1.3.6.1.4.1.44363.44"), "delegationUsage"),
    (oid("2.16.840.1.113730.1.1"), "netscapeCertType"),
    (oid("2.16.840.1.113730.1.2"), "netscapeBaseUrl"),
    (oid("2.16.840.1.113730.1.3"), "netscapeRevocationUrl"),
    (oid("2.16.840.1.113730.1.4"), "netscapeCaRevocationUrl"),
    (oid("2.16.840.1.113730.1.7"), "netscapeRenewalUrl"),
    (oid("2.16.840.1.113730.1.8"), "netscapeCaPolicyUrl"),
    (oid("2.16.840.1.113730.1.12"), "netscapeSslServerName"),
    (oid("2.16.840.1.113730.1.13"), "netscapeComment"),
    (oid("1.3.6.1.4.1.311.20.2"), "microsoftCertificateTemplateName"),
    (oid("1.3.6.1.4.1.311.21.1"), "microsoftCaVersion"),
    (oid("1.3.6.1.4.1.311.21.2"), "microsoftPreviousCaCertificateHash"),
    (oid("1.3.6.1.4.1.311.21.7"), "microsoftCertificateTemplate"),
    (oid("1.3.6.1.4.1.311.21.10"), "microsoftApplicationPolicies"),
    (oid("1.3.6.1.4.1.311.25.2"), "microsoftNtdsSecurity"),
    (oid("1.3.6.1.4.1.37476.9000.64.1"), "smallstepProvisioner"),
    (oid("1.3.6.1.4.1.57264.1.1"), "fulcioIssuer"),
    (oid("1.3.6.1.4.1.57264.1.8"), "fulcioIssuerV2"),
    (oid("2.23.140.3.1"), "cabfOrganizationIdentifier"),
    (oid("1.2.840.113549.1.9.15"), "smimeCapabilities"),
    (oid("1.2.840.113533.7.65.0"), "entrustVersion"),
];

const KEY_PURPOSES: &[(ObjectIdentifier, &str)] = &[
    (oid("2.5.29.37.0"), "anyExtendedKeyUsage"),
    (oid("1.3.6.1.5.5.7.3.1"), "serverAuth"),
    (oid("1.3.6.1.5.5.7.3.2"), "clientAuth"),
    (oid("1.3.6.1.5.5.7.3.3"), "codeSigning"),
    (oid("1.3.6.1.5.5.7.3.4"), "emailProtection"),
    (oid("1.3.6.1.5.5.7.3.5"), "ipsecEndSystem"),
    (oid("1.3.6.1.5.5.7.3.6"), "ipsecTunnel"),
    (oid("1.3.6.1.5.5.7.3.7"), "ipsecUser"),
    (oid("1.3.6.1.5.5.7.3.8"), "timeStamping"),
    (oid("1.3.6.1.5.5.7.3.9"), "OCSPSigning"),
    (oid("1.3.6.1.5.5.7.3.13"), "eapOverPPP"),
    (oid("1.3.6.1.5.5.7.3.14"), "eapOverLAN"),
    (oid("1.3.6.1.5.5.7.3.17"), "ipsecIKE"),
    (oid("1.3.6.1.5.5.7.3.21"), "sshClient"),
    (oid("1.3.6.1.5.5.7.3.22"), "sshServer"),
    (oid("1.3.6.1.5.5.7.3.30"), "cmKGA"),
    (oid("1.3.6.1.5.5.7.3.31"), "BrandIndicatorforMessageIdentification"),
    (oid("1.3.6.1.5.5.7.3.35"), "bundleSecurity"),
    (oid("1.3.6.1.5.5.7.3.36"), "documentSigning"),
    (oid("1.3.6.1.5.5.7.3.37"), "jwt"),
    (oid("1.3.6.1.5.5.7.3.38"), "httpContentEncrypt"),
    (oid("1.3.6.1.5.5.7.3.39"), "oauthAccessTokenSigning"),
    (oid("1.3.6.1.5.5.8.2.2"), "ikeIntermediate"),
    (oid("1.3.6.1.5.2.3.4"), "pkinitClientAuth"),
    (oid("1.3.6.1.5.2.3.5"), "pkinitKDC"),
    (oid("1.3.6.1.4.1.311.20.2.2"), "smartcardLogon"),
    (oid("1.3.6.1.4.1.311.10.3.3"), "microsoftServerGatedCrypto"),
    (oid("2.16.840.1.113730.4.1"), "netscapeServerGatedCrypto"),
    (oid("1.3.6.1.4.1.311.10.3.4"), "encryptedFileSystem"),
    (oid("1.3.6.1.4.1.311.10.3.12"), "microsoftDocumentSigning"),
    (oid("1.3.6.1.4.1.11129.2.4.4"), "precertificateSigning"),
    (oid("2.23.140.3.2"), "cabfMarkCertificates"),
    (oid("1.2.840.113583.1.1.5"), "adobeDocumentSigning"),
    (oid("1.0.18013.5.1.2"), "mdlDocumentSigner"),
    (oid("1.0.18013.5.1.6"), "mdlReaderAuthentication"),
    (oid("2.23.133.8.3"), "tcgAikCertificate"),
    (oid("2.23.133.8.1"), "tcgEndorsementKey"),
];

const POLICIES: &[(ObjectIdentifier, &str)] = &[
    (oid("2.5.29.32.0"), "anyPolicy"),
    (oid("2.23.140.1.1"), "CA/B extended validation"),
    (oid("2.23.140.1.2.1"), "CA/B domain validated"),
    (oid("2.23.140.1.2.2"), "CA/B organization validated"),
    (oid("2.23.140.1.2.3"), "CA/B individual validated"),
    (oid("2.23.140.1.3"), "CA/B extended validation code signing"),
    (oid("2.23.140.1.4.1"), "CA/B code signing"),
    (oid("1.3.6.1.5.5.7.2.1"), "CPS"),
    (oid("1.3.6.1.5.5.7.2.2"), "user notice"),
];

const OTHER_NAMES: &[(ObjectIdentifier, &str)] = &[
    (oid("1.3.6.1.4.1.311.20.2.3"), "UPN"),
    (oid("1.3.6.1.5.5.7.8.5"), "XmppAddr"),
    (oid("1.3.6.1.5.5.7.8.7"), "SRVName"),
    (oid("1.3.6.1.5.5.7.8.9"), "SmtpUTF8Mailbox"),
    (oid("1.3.6.1.5.5.7.8.3"), "permanentIdentifier"),
    (oid("1.3.6.1.5.5.7.8.4"), "hardwareModuleName"),
    (oid("1.3.6.1.5.2.2"), "KRB5PrincipalName"),
    (oid("1.3.6.1.4.1.311.25.1"), "NTDS replication"),
    (oid("1.3.6.1.5.5.7.8.10"), "AcpNodeName"),
    (oid("1.3.6.1.5.5.7.8.11"), "BundleEID"),
    (oid("1.3.6.1.4.1.57264.1.7"), "fulcioUsername"),
];

const ACCESS_METHODS: &[(ObjectIdentifier, &str)] = &[
    (oid("1.3.6.1.5.5.7.48.1"), "OCSP"),
    (oid("1.3.6.1.5.5.7.48.2"), "caIssuers"),
    (oid("1.3.6.1.5.5.7.48.3"), "timeStamping"),
    (oid("1.3.6.1.5.5.7.48.5"), "caRepository"),
    (oid("1.3.6.1.5.5.7.48.10"), "rpkiManifest"),
    (oid("1.3.6.1.5.5.7.48.11"), "signedObject"),
    (oid("1.3.6.1.5.5.7.48.13"), "rpkiNotify"),
];

const SCHEMES: &[(ObjectIdentifier, &str)] = &[
    (oid("1.2.840.113549.1.5.13"), "PBES2"),
    (oid("1.2.840.113549.1.5.12"), "PBKDF2"),
    (oid("1.3.6.1.4.1.11591.4.11"), "scrypt"),
    (oid("1.2.840.113549.1.5.3"), "pbeWithMD5AndDES-CBC"),
    (oid("1.2.840.113549.1.5.1"), "pbeWithMD2AndDES-CBC"),
    (oid("1.2.840.113549.1.5.4"), "pbeWithMD2AndRC2-CBC"),
    (oid("1.2.840.113549.1.5.6"), "pbeWithMD5AndRC2-CBC"),
    (oid("1.2.840.113549.1.5.10"), "pbeWithSHA1AndDES-CBC"),
    (oid("1.2.840.113549.1.5.11"), "pbeWithSHA1AndRC2-CBC"),
    (oid("1.2.840.113549.1.12.1.1"), "pbeWithSHAAnd128BitRC4"),
    (oid("1.2.840.113549.1.12.1.2"), "pbeWithSHAAnd40BitRC4"),
    (oid("1.2.840.113549.1.12.1.3"), "pbeWithSHAAnd3-KeyTripleDES-CBC"),
    (oid("1.2.840.113549.1.12.1.4"), "pbeWithSHAAnd2-KeyTripleDES-CBC"),
    (oid("1.2.840.113549.1.12.1.5"), "pbeWithSHAAnd128BitRC2-CBC"),
    (oid("1.2.840.113549.1.12.1.6"), "pbeWithSHAAnd40BitRC2-CBC"),
    (oid("2.16.840.1.101.3.4.1.2"), "AES-128-CBC"),
    (oid("2.16.840.1.101.3.4.1.22"), "AES-192-CBC"),
    (oid("2.16.840.1.101.3.4.1.42"), "AES-256-CBC"),
    (oid("2.16.840.1.101.3.4.1.6"), "AES-128-GCM"),
    (oid("2.16.840.1.101.3.4.1.26"), "AES-192-GCM"),
    (oid("2.16.840.1.101.3.4.1.46"), "AES-256-GCM"),
    (oid("1.2.840.113549.3.7"), "DES-EDE3-CBC"),
    (oid("1.3.14.3.2.7"), "DES-CBC"),
    (oid("1.2.840.113549.3.2"), "RC2-CBC"),
    (oid("1.2.392.200011.61.1.1.1.2"), "Camellia-128-CBC"),
    (oid("1.2.392.200011.61.1.1.1.4"), "Camellia-256-CBC"),
    (oid("1.2.840.113549.2.7"), "HMAC-SHA-1"),
    (oid("1.2.840.113549.2.8"), "HMAC-SHA-224"),
    (oid("1.2.840.113549.2.9"), "HMAC-SHA-256"),
    (oid("1.2.840.113549.2.10"), "HMAC-SHA-384"),
    (oid("1.2.840.113549.2.11"), "HMAC-SHA-512"),
    (oid("1.2.840.113549.1.7.1"), "data"),
    (oid("1.2.840.113549.1.7.2"), "signedData"),
    (oid("1.2.840.113549.1.7.3"), "envelopedData"),
    (oid("1.2.840.113549.1.7.6"), "encryptedData"),
    (oid("1.2.840.113549.1.9.7"), "challengePassword"),
    (oid("1.2.840.113549.1.9.14"), "extensionRequest"),
    (oid("1.3.6.1.4.1.311.2.1.14"), "microsoftExtensionRequest"),
    (oid("1.3.6.1.5.5.7.48.1.1"), "basicOcspResponse"),
];

const KEYS: &[(ObjectIdentifier, &str)] = &[
    (oid("1.2.840.113549.1.1.1"), "rsaEncryption"),
    (oid("1.2.840.113549.1.1.7"), "RSAES-OAEP"),
    (oid("1.2.840.10045.2.1"), "id-ecPublicKey"),
    (oid("1.2.840.10040.4.1"), "id-dsa"),
    (oid("1.2.840.10046.2.1"), "dhpublicnumber"),
    (oid("1.2.840.113549.1.3.1"), "dhKeyAgreement"),
    (oid("1.3.101.110"), "X25519"),
    (oid("1.3.101.111"), "X448"),
    (oid("1.2.643.2.2.19"), "GOST R 34.10-2001"),
    (oid("1.2.643.7.1.1.1.1"), "GOST R 34.10-2012 (256 bit)"),
    (oid("1.2.643.7.1.1.1.2"), "GOST R 34.10-2012 (512 bit)"),
    (oid("1.2.156.10197.1.501"), "SM2-with-SM3"),
    (oid("2.16.840.1.101.3.4.4.1"), "ML-KEM-512"),
    (oid("2.16.840.1.101.3.4.4.2"), "ML-KEM-768"),
    (oid("2.16.840.1.101.3.4.4.3"), "ML-KEM-1024"),
    (oid("1.2.840.10045.1.1"), "prime-field"),
    (oid("1.2.840.10045.1.2"), "characteristic-two-field"),
    (oid("1.2.840.113549.1.1.8"), "MGF1"),
];

const SIGNATURES: &[(ObjectIdentifier, &str, SignatureAlgorithm)] = &[
    (oid("1.2.840.113549.1.1.2"), "md2WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Md2)),
    (oid("1.2.840.113549.1.1.3"), "md4WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Md4)),
    (oid("1.2.840.113549.1.1.4"), "md5WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Md5)),
    (oid("1.2.840.113549.1.1.5"), "sha1WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Sha1)),
    (oid("1.3.14.3.2.29"), "sha1WithRSASignature", SignatureAlgorithm::RsaPkcs1(Hash::Sha1)),
    (oid("1.2.840.113549.1.1.14"), "sha224WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Sha224)),
    (oid("1.2.840.113549.1.1.11"), "sha256WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Sha256)),
    (oid("1.2.840.113549.1.1.12"), "sha384WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Sha384)),
    (oid("1.2.840.113549.1.1.13"), "sha512WithRSAEncryption", SignatureAlgorithm::RsaPkcs1(Hash::Sha512)),
    (
        oid("1.2.840.113549.1.1.15"),
        "sha512-224WithRSAEncryption",
        SignatureAlgorithm::RsaPkcs1(Hash::Sha512Truncated224),
    ),
    (
        oid("1.2.840.113549.1.1.16"),
        "sha512-256WithRSAEncryption",
        SignatureAlgorithm::RsaPkcs1(Hash::Sha512Truncated256),
    ),
    (
        oid("2.16.840.1.101.3.4.3.13"),
        "id-rsassa-pkcs1-v1-5-with-sha3-224",
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With224),
    ),
    (
        oid("2.16.840.1.101.3.4.3.14"),
        "id-rsassa-pkcs1-v1-5-with-sha3-256",
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With256),
    ),
    (
        oid("2.16.840.1.101.3.4.3.15"),
        "id-rsassa-pkcs1-v1-5-with-sha3-384",
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With384),
    ),
    (
        oid("2.16.840.1.101.3.4.3.16"),
        "id-rsassa-pkcs1-v1-5-with-sha3-512",
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With512),
    ),
    (oid("1.2.840.113549.1.1.10"), "RSASSA-PSS", SignatureAlgorithm::RsaPss(None)),
    (oid("1.2.840.10045.4.1"), "ecdsa-with-SHA1", SignatureAlgorithm::Ecdsa(Hash::Sha1)),
    (oid("1.2.840.10045.4.3.1"), "ecdsa-with-SHA224", SignatureAlgorithm::Ecdsa(Hash::Sha224)),
    (oid("1.2.840.10045.4.3.2"), "ecdsa-with-SHA256", SignatureAlgorithm::Ecdsa(Hash::Sha256)),
    (oid("1.2.840.10045.4.3.3"), "ecdsa-with-SHA384", SignatureAlgorithm::Ecdsa(Hash::Sha384)),
    (oid("1.2.840.10045.4.3.4"), "ecdsa-with-SHA512", SignatureAlgorithm::Ecdsa(Hash::Sha512)),
    (oid("2.16.840.1.101.3.4.3.9"), "ecdsa-with-SHA3-224", SignatureAlgorithm::Ecdsa(Hash::Sha3With224)),
    (oid("2.16.840.1.101.3.4.3.10"), "ecdsa-with-SHA3-256", SignatureAlgorithm::Ecdsa(Hash::Sha3With256)),
    (oid("2.16.840.1.101.3.4.3.11"), "ecdsa-with-SHA3-384", SignatureAlgorithm::Ecdsa(Hash::Sha3With384)),
    (oid("2.16.840.1.101.3.4.3.12"), "ecdsa-with-SHA3-512", SignatureAlgorithm::Ecdsa(Hash::Sha3With512)),
    (oid("1.3.101.112"), "Ed25519", SignatureAlgorithm::Ed25519),
    (oid("1.3.101.113"), "Ed448", SignatureAlgorithm::Ed448),
    (oid("1.2.840.10040.4.3"), "dsa-with-SHA1", SignatureAlgorithm::Dsa(Hash::Sha1)),
    (oid("2.16.840.1.101.3.4.3.1"), "dsa-with-SHA224", SignatureAlgorithm::Dsa(Hash::Sha224)),
    (oid("2.16.840.1.101.3.4.3.2"), "dsa-with-SHA256", SignatureAlgorithm::Dsa(Hash::Sha256)),
    (oid("2.16.840.1.101.3.4.3.3"), "dsa-with-SHA384", SignatureAlgorithm::Dsa(Hash::Sha384)),
    (oid("2.16.840.1.101.3.4.3.4"), "dsa-with-SHA512", SignatureAlgorithm::Dsa(Hash::Sha512)),
    (oid("2.16.840.1.101.3.4.3.17"), "ML-DSA-44", SignatureAlgorithm::MlDsa(44)),
    (oid("2.16.840.1.101.3.4.3.18"), "ML-DSA-65", SignatureAlgorithm::MlDsa(65)),
    (oid("2.16.840.1.101.3.4.3.19"), "ML-DSA-87", SignatureAlgorithm::MlDsa(87)),
    (oid("2.16.840.1.101.3.4.3.20"), "SLH-DSA-SHA2-128s", SignatureAlgorithm::SlhDsa("SLH-DSA-SHA2-128s")),
    (oid("2.16.840.1.101.3.4.3.21"), "SLH-DSA-SHA2-128f", SignatureAlgorithm::SlhDsa("SLH-DSA-SHA2-128f")),
    (oid("2.16.840.1.101.3.4.3.22"), "SLH-DSA-SHA2-192s", SignatureAlgorithm::SlhDsa("SLH-DSA-SHA2-192s")),
    (oid("2.16.840.1.101.3.4.3.23"), "SLH-DSA-SHA2-192f", SignatureAlgorithm::SlhDsa("SLH-DSA-SHA2-192f")),
    (oid("2.16.840.1.101.3.4.3.24"), "SLH-DSA-SHA2-256s", SignatureAlgorithm::SlhDsa("SLH-DSA-SHA2-256s")),
    (oid("2.16.840.1.101.3.4.3.25"), "SLH-DSA-SHA2-256f", SignatureAlgorithm::SlhDsa("SLH-DSA-SHA2-256f")),
    (oid("2.16.840.1.101.3.4.3.26"), "SLH-DSA-SHAKE-128s", SignatureAlgorithm::SlhDsa("SLH-DSA-SHAKE-128s")),
    (oid("2.16.840.1.101.3.4.3.27"), "SLH-DSA-SHAKE-128f", SignatureAlgorithm::SlhDsa("SLH-DSA-SHAKE-128f")),
    (oid("2.16.840.1.101.3.4.3.28"), "SLH-DSA-SHAKE-192s", SignatureAlgorithm::SlhDsa("SLH-DSA-SHAKE-192s")),
    (oid("2.16.840.1.101.3.4.3.29"), "SLH-DSA-SHAKE-192f", SignatureAlgorithm::SlhDsa("SLH-DSA-SHAKE-192f")),
    (oid("2.16.840.1.101.3.4.3.30"), "SLH-DSA-SHAKE-256s", SignatureAlgorithm::SlhDsa("SLH-DSA-SHAKE-256s")),
    (oid("2.16.840.1.101.3.4.3.31"), "SLH-DSA-SHAKE-256f", SignatureAlgorithm::SlhDsa("SLH-DSA-SHAKE-256f")),
];

const HASHES: &[(ObjectIdentifier, Hash)] = &[
    (oid("1.2.840.113549.2.2"), Hash::Md2),
    (oid("1.2.840.113549.2.4"), Hash::Md4),
    (oid("1.2.840.113549.2.5"), Hash::Md5),
    (oid("1.3.14.3.2.26"), Hash::Sha1),
    (oid("2.16.840.1.101.3.4.2.4"), Hash::Sha224),
    (oid("2.16.840.1.101.3.4.2.1"), Hash::Sha256),
    (oid("2.16.840.1.101.3.4.2.2"), Hash::Sha384),
    (oid("2.16.840.1.101.3.4.2.3"), Hash::Sha512),
    (oid("2.16.840.1.101.3.4.2.5"), Hash::Sha512Truncated224),
    (oid("2.16.840.1.101.3.4.2.6"), Hash::Sha512Truncated256),
    (oid("2.16.840.1.101.3.4.2.7"), Hash::Sha3With224),
    (oid("2.16.840.1.101.3.4.2.8"), Hash::Sha3With256),
    (oid("2.16.840.1.101.3.4.2.9"), Hash::Sha3With384),
    (oid("2.16.840.1.101.3.4.2.10"), Hash::Sha3With512),
    (oid("2.16.840.1.101.3.4.2.11"), Hash::Shake128),
    (oid("2.16.840.1.101.3.4.2.12"), Hash::Shake256),
];

const CURVES: &[(ObjectIdentifier, NamedCurve)] = &[
    (oid("1.2.840.10045.3.1.1"), NamedCurve::P192),
    (oid("1.3.132.0.33"), NamedCurve::P224),
    (oid("1.2.840.10045.3.1.7"), NamedCurve::P256),
    (oid("1.3.132.0.34"), NamedCurve::P384),
    (oid("1.3.132.0.35"), NamedCurve::P521),
    (oid("1.3.132.0.10"), NamedCurve::K256),
    (oid("1.2.156.10197.1.301"), NamedCurve::Sm2),
    (oid("1.3.36.3.3.2.8.1.1.1"), NamedCurve::Other("brainpoolP160r1")),
    (oid("1.3.36.3.3.2.8.1.1.3"), NamedCurve::Other("brainpoolP192r1")),
    (oid("1.3.36.3.3.2.8.1.1.5"), NamedCurve::Other("brainpoolP224r1")),
    (oid("1.3.36.3.3.2.8.1.1.7"), NamedCurve::Other("brainpoolP256r1")),
    (oid("1.3.36.3.3.2.8.1.1.9"), NamedCurve::Other("brainpoolP320r1")),
    (oid("1.3.36.3.3.2.8.1.1.11"), NamedCurve::Other("brainpoolP384r1")),
    (oid("1.3.36.3.3.2.8.1.1.13"), NamedCurve::Other("brainpoolP512r1")),
    (oid("1.3.132.0.1"), NamedCurve::Other("sect163k1")),
    (oid("1.3.132.0.15"), NamedCurve::Other("sect163r2")),
    (oid("1.3.132.0.26"), NamedCurve::Other("sect233k1")),
    (oid("1.3.132.0.27"), NamedCurve::Other("sect233r1")),
    (oid("1.3.132.0.16"), NamedCurve::Other("sect283k1")),
    (oid("1.3.132.0.17"), NamedCurve::Other("sect283r1")),
    (oid("1.3.132.0.36"), NamedCurve::Other("sect409k1")),
    (oid("1.3.132.0.37"), NamedCurve::Other("sect409r1")),
    (oid("1.3.132.0.38"), NamedCurve::Other("sect571k1")),
    (oid("1.3.132.0.39"), NamedCurve::Other("sect571r1")),
    (oid("1.3.132.0.9"), NamedCurve::Other("secp160k1")),
    (oid("1.3.132.0.8"), NamedCurve::Other("secp160r1")),
    (oid("1.3.132.0.30"), NamedCurve::Other("secp160r2")),
    (oid("1.3.132.0.31"), NamedCurve::Other("secp192k1")),
    (oid("1.3.132.0.32"), NamedCurve::Other("secp224k1")),
    (oid("1.2.840.10045.3.1.4"), NamedCurve::Other("prime239v1")),
    (oid("1.2.840.10045.3.1.2"), NamedCurve::Other("prime192v2")),
    (oid("1.2.840.10045.3.1.3"), NamedCurve::Other("prime192v3")),
];
