//! What GnuTLS writes: exim, libvirt, rsyslog, wget and curl on Debian, VPN clients.

use super::{Family, Phrase, judges, loads, protocol, silence};
use crate::peer::Cause as C;

pub(super) const FAMILY: Family = Family {
    name: "GnuTLS",
    stacks: &["gnutls"],
    source: "recorded with GnuTLS 3.7; lib/errors.c, lib/cert-session.c",
    phrases: PHRASES,
};

const FILES: &[C] = &[C::CertificateFile, C::TrustFile, C::KeyFile, C::Encoding];

const PHRASES: &[Phrase] = &[
    judges(&["the certificate issuer is unknown"], &[C::Issuer]),
    judges(&["the certificate issuer is not a ca"], &[C::CaFlag]),
    judges(&["certificate chain uses expired certificate"], &[C::Expired]),
    judges(&["certificate chain uses not yet valid certificate"], &[C::NotYetValid]),
    judges(&["certificate chain uses insecure algorithm"], &[C::SignatureAlgorithm, C::KeyStrength]),
    judges(
        &["certificate chain violates the signer's constraints"],
        &[C::NameConstraints, C::PathLength, C::KeyCertSign],
    ),
    judges(&["certificate chain does not match the intended purpose"], &[C::KeyPurpose]),
    judges(&["the name in the certificate does not match the expected"], &[C::Name]),
    judges(&["the signature in the certificate is invalid"], &[C::Signature]),
    judges(&["contains an unknown critical extension"], &[C::CriticalExtension]),
    judges(&["but the ocsp status is missing"], &[C::Revocation]),
    judges(&["the certificate is not trusted"], super::VERIFYING),
    judges(&["key usage violation in certificate has been detected"], &[C::KeyUsage]),
    judges(&["peer's certificate does not allow digital signatures"], &[C::KeyUsage]),
    judges(&["public key signature verification has failed"], &[C::PeerKey]),
    judges(&["some constraint limits were reached"], &[C::KeyStrength, C::ChainLength]),
    judges(&["no supported cipher suites have been found"], &[C::Suites, C::KeyType, C::KeyUsage]),
    judges(&["certificate is required."], &[C::NoCertificate]),
    judges(&["error in the time fields of certificate"], &[C::ValidityFormat, C::CertificateFile]),
    judges(&["the der time encoding is invalid"], &[C::ValidityFormat, C::CertificateFile]),
    judges(&["asn1 parser: error in "], &[C::Encoding, C::CertificateFile, C::KeyFile, C::TrustFile]),
    judges(&["asn1 parser: element was not found"], &[C::KeyFile, C::Encoding]),
    judges(&["duplicate extension in x.509 certificate"], &[C::Encoding, C::CertificateFile]),
    judges(&["unknown subject alternative name in x.509 certificate"], &[C::Encoding, C::CertificateFile]),
    judges(&["error in the certificate."], super::VERIFYING),
    judges(&["error in the certificate verification"], super::VERIFYING),
    judges(&["the curve is unsupported"], &[C::KeyType]),
    loads(&["the certificate and the given key do not match"], &[C::KeyMatch]),
    loads(&["error reading '", "error in the certificate."], &[C::CertificateFile, C::Encoding]),
    loads(&["error importing key"], &[C::KeyFile]),
    loads(&["error loading cert file"], &[C::CertificateFile]),
    loads(&["error setting the x509 trust file"], &[C::TrustFile]),
    loads(&["base64 unexpected header error"], FILES),
    loads(&["error: base64 decoding error"], FILES),
    loads(&["the requested data were not available"], &[C::KeyFile]),
    loads(&["enter password: no pin given"], &[C::KeyFile]),
    protocol(
        &["an unexpected tls packet was received"],
        "The other end does not speak TLS on this port, or not at this moment: what it sent is no TLS record that fits",
    ),
    super::alarm(&["a tls fatal alert has been received"]),
    silence(&["the tls connection was non-properly terminated"]),
];
