//! What the stacks of small devices write: Mbed TLS and wolfSSL.

use super::{Family, Phrase, alarm, judges, loads};
use crate::peer::Cause as C;

pub(super) const MBEDTLS: Family = Family {
    name: "Mbed TLS",
    stacks: &["mbedtls"],
    source: "recorded with Mbed TLS 2.28; include/mbedtls/x509.h, library/error.c",
    phrases: MBEDTLS_PHRASES,
};

pub(super) const WOLFSSL: Family = Family {
    name: "wolfSSL",
    stacks: &["wolfssl"],
    source: "recorded with wolfSSL 5; wolfcrypt/src/error.c, src/internal.c",
    phrases: WOLFSSL_PHRASES,
};

/// What Mbed TLS says of an encoding while it parses, be it its own file or what the peer shows.
const PARSING: &[C] = &[C::Encoding, C::CertificateFile, C::TrustFile, C::KeyFile];

const MBEDTLS_PHRASES: &[Phrase] = &[
    judges(&["x509 - certificate verification failed"], super::VERIFYING),
    judges(&["common name (cn) does not match with the expected cn"], &[C::Name]),
    judges(&["not correctly signed by the trusted ca"], &[C::Issuer, C::Signature]),
    judges(&["signed with an unacceptable hash"], &[C::SignatureAlgorithm]),
    judges(&["signed with an unacceptable key"], &[C::KeyStrength]),
    judges(&["the certificate validity has expired"], &[C::Expired]),
    judges(&["the certificate validity starts in the future"], &[C::NotYetValid]),
    judges(&["usage does not match the keyusage extension"], &[C::KeyUsage]),
    judges(&["usage does not match the extendedkeyusage extension"], &[C::KeyPurpose]),
    judges(&["a fatal error occurred, eg the chain is too long"], &[C::ChainLength]),
    judges(&["no client certification received from the client"], &[C::NoCertificate]),
    judges(
        &["none of the common ciphersuites is usable"],
        &[C::KeyUsage, C::Suites, C::KeyPurpose, C::KeyType],
    ),
    judges(&["rsa - the pkcs#1 verification failed"], &[C::PeerKey]),
    judges(&["rsa - the public key operation failed"], &[C::PeerKey]),
    judges(&["ecp - the signature is not valid"], &[C::PeerKey]),
    judges(&["x509 - signature algorithms do not match"], PARSING),
    judges(&["x509 - crt/crl/csr has an unsupported version number"], PARSING),
    judges(&["x509 - the crt/crl/csr format is invalid"], PARSING),
    judges(&["x509 - the name tag or value is invalid"], PARSING),
    judges(&["x509 - the extension tag or value is invalid"], PARSING),
    judges(&["x509 - the date tag or value is invalid"], &[C::ValidityFormat, C::CertificateFile]),
    judges(
        &["x509 - signature algorithm (oid) is unsupported"],
        &[C::TrustFile, C::CertificateFile, C::SignatureAlgorithm],
    ),
    judges(&["pk - the pubkey tag or value is invalid"], &[C::KeyType, C::CertificateFile]),
    judges(&["pk - key algorithm is unsupported"], &[C::KeyType, C::CertificateFile, C::TrustFile]),
    judges(&["pk - invalid key tag or value"], PARSING),
    judges(&["ecp - invalid private or public key"], &[C::KeyType, C::CertificateFile]),
    loads(&["x509 - format not recognized as der or pem"], &[C::CertificateFile, C::TrustFile]),
    loads(&["pem - pem string is not as expected"], &[C::CertificateFile, C::TrustFile]),
    loads(&["mbedtls x509 crt parse file could not parse"], &[C::CertificateFile, C::TrustFile]),
    loads(&["pk - private key password can't be empty"], &[C::KeyFile]),
    loads(&["pk - the algorithm tag or value is invalid"], &[C::KeyFile]),
    loads(&["rsa - key failed to pass the validity check of the library"], &[C::KeyMatch]),
    loads(&["ecp - bad input parameters to function"], &[C::KeyMatch]),
    alarm(&["a fatal alert message was received from our peer"]),
];

const WOLFSSL_PHRASES: &[Phrase] = &[
    judges(&["asn date error, current date after"], &[C::Expired]),
    judges(&["asn date error, current date before"], &[C::NotYetValid]),
    judges(&["asn no signer error to confirm failure"], &[C::Issuer]),
    judges(&["-188: certificate verify failed"], &[C::Issuer]),
    judges(&["asn self-signed certificate error"], &[C::Issuer]),
    judges(&["asn sig error, confirm failure"], &[C::Signature]),
    judges(&["asn signature error, mismatched oid"], &[C::Encoding]),
    judges(&["asn parsing error, invalid input"], &[C::Encoding, C::CertificateFile]),
    judges(&["asn object id error, invalid id"], &[C::Encoding]),
    judges(&["-125: out of memory error"], &[C::Encoding]),
    judges(&["name constraint error"], &[C::NameConstraints]),
    judges(&["x.509 critical extension ignored or invalid"], &[C::CriticalExtension]),
    judges(&["key use digitalsignature not set error"], &[C::KeyUsage]),
    judges(&["key use keyencipherment not set error"], &[C::KeyUsage]),
    judges(&["ext key use server/client auth not set error"], &[C::KeyPurpose]),
    judges(&["peer subject name mismatch"], &[C::Name]),
    judges(&["rsa key too small"], &[C::KeyStrength]),
    judges(&["setting cert algoid error"], &[C::KeyType]),
    judges(&["-425: the security parameter is invalid"], &[C::KeyType]),
    judges(&["can't match cipher suite"], &[C::Suites, C::KeyType]),
    judges(&["verify problem based on signature"], &[C::PeerKey]),
    judges(&["-229: signature verify error"], &[C::PeerKey]),
    judges(&["bad padding, message wrong length"], &[C::PeerKey]),
    judges(&["mp exptmod error state"], &[C::PeerKey]),
    judges(&["-345: peer did not return a certificate"], &[C::NoCertificate]),
    loads(&["ca.crt: 0: ok"], &[C::TrustFile]),
    loads(&["tls.crt: 0: ok"], &[C::CertificateFile]),
    loads(&["tls.key: 0: ok"], &[C::KeyFile]),
    loads(&["wolfssl ctx check private key"], &[C::KeyMatch]),
    alarm(&["received alert fatal error"]),
];
