//! Of every recorded refusal, the requirement that we name is that of the fault that was put into the case.

use certlens::peer::{self, Cause};
use tests::corpora;
use tests::handshakes;

use Cause::{
    Anchor, CaAsEndEntity, CaFlag, CaKeyUsage, CertificateFile, ChainLength, ChainOrder, CriticalExtension,
    Encoding, Expired, Issuer, IssuerName, KeyCertSign, KeyFile, KeyIdentifiers, KeyMatch, KeyPurpose,
    KeyStrength, KeyType, KeyUsage, Name, NameConstraints, NotYetValid, PathLength, PeerKey, Policy,
    Revocation, Signature, SignatureAlgorithm, Suites, TrustFile, ValidityFormat,
};

/// How the names of cases begin, and what may be the cause of their refusals; of several beginnings the longest counts.
const CAUSES: &[(&str, &[Cause])] = &[
    // The guide's recipe lacks digitalSignature, and nothing else.
    ("base-seed-openssl", &[KeyUsage]),
    // Ed25519, which BoringSSL offers no suite for, and NSS and Mbed TLS lack.
    ("base-", &[Suites, KeyType]),
    ("anchor-", &[Issuer, Anchor]),
    ("ca-aki-", &[KeyIdentifiers]),
    ("ca-bc-", &[CaFlag]),
    ("ca-false-", &[CaFlag]),
    ("ca-eku-", &[KeyPurpose]),
    ("ca-issuer-name-", &[IssuerName]),
    ("ca-name-", &[IssuerName]),
    ("ca-leaf-ku-inter", &[KeyCertSign]),
    // BoringSSL takes a pathLenConstraint without CA:TRUE for a broken extension.
    ("ca-leaf-pathlen-", &[Encoding]),
    ("ca-no-ku", &[CaKeyUsage]),
    ("ca-pathlen-", &[PathLength]),
    ("ca-true-", &[CaAsEndEntity]),
    // A version 1 certificate has no basicConstraints; rustls does not read it at all.
    ("ca-v1-", &[CaFlag, Encoding]),
    ("ca-root-sha1-", &[SignatureAlgorithm]),
    ("chain-cross-signed-", &[Issuer, ChainOrder]),
    ("chain-depth-", &[ChainLength]),
    ("chain-duplicate-", &[ChainOrder]),
    ("chain-extra-", &[ChainOrder]),
    ("chain-root-included-inter-missing", &[Issuer, ChainOrder]),
    // A CA is first: each stack stops at what it looks at first, its name, its usage, its key or its being one.
    ("chain-wrong-order-", &[KeyMatch, PeerKey, KeyUsage, CaAsEndEntity, Name, Issuer, ChainOrder]),
    ("chain-no-ca-match-", &[Name, KeyUsage, CaAsEndEntity]),
    ("rotated-", &[Signature, Issuer]),
    // NSS takes what stands in its database of CAs for a CA.
    ("selfsigned-", &[Issuer, CaFlag]),
    // A key that one side lacks is unknown to a parser, to a loader, or to the choice of suites and schemes.
    ("key-bp256-", &[KeyType, Encoding, Suites]),
    ("key-k256-", &[KeyType, Encoding, Suites, PeerKey]),
    ("key-p224-", &[KeyType, KeyStrength, Encoding, Suites, PeerKey]),
    ("key-explicit-", &[KeyType, Encoding]),
    ("key-pss2048-", &[KeyType, Suites]),
    ("key-p521-", &[KeyType, Suites]),
    ("key-ed25519-", &[KeyType, Suites]),
    ("key-ca-p521", &[SignatureAlgorithm]),
    // Go has no name for the signature of an RSASSA-PSS key, so that nobody it trusts has signed.
    ("key-ca-pss2048", &[KeyType, Issuer]),
    ("key-ca-rsa1024", &[KeyStrength]),
    // With the exponent 2 no private key fits, so that most stacks see two keys.
    ("key-e2-", &[KeyType, KeyStrength, KeyMatch, PeerKey, Encoding]),
    ("key-point-off-curve-", &[KeyType, KeyStrength, KeyMatch, PeerKey, Encoding]),
    // NSS asks keyEncipherment of RSA keys of clients' and servers' certificates that list digitalSignature alone.
    ("key-rsa-spki-no-null-", &[KeyType, Encoding, KeyUsage]),
    ("key-rsa512-", &[KeyStrength, KeyType, Suites, SignatureAlgorithm]),
    ("key-rsa", &[KeyStrength, KeyType, KeyUsage, PeerKey]),
    ("sig-corrupt-", &[Signature]),
    ("sig-ecdsa-null-", &[SignatureAlgorithm]),
    ("sig-inner-outer-", &[Signature, SignatureAlgorithm, Encoding]),
    // BoringSSL has no MD5, nor SHA-1 with RSASSA-PSS, so that the signature is none.
    ("sig-md5-", &[SignatureAlgorithm, Signature]),
    ("sig-pss-sha1-", &[SignatureAlgorithm, Signature, Encoding]),
    ("sig-sha1-", &[SignatureAlgorithm]),
    ("sig-rsa-", &[SignatureAlgorithm]),
    // What was tampered with is the issuer's name.
    ("sig-tampered-", &[IssuerName, Signature]),
    ("der-empty-issuer-", &[IssuerName, Encoding]),
    // Without extensions there is no name but the common name.
    ("der-v1-", &[Encoding, Name]),
    ("der-v2-", &[Encoding, Name]),
    ("der-", &[Encoding]),
    ("serial-", &[Encoding]),
    ("eku-absent-ku-ke-", &[KeyUsage]),
    // Mbed TLS takes an extKeyUsage that lists nothing for a broken one.
    ("eku-empty-", &[KeyPurpose, Encoding]),
    ("eku-", &[KeyPurpose]),
    ("ku-empty-bits-", &[KeyUsage, Encoding]),
    ("ku-", &[KeyUsage]),
    ("ext-crldp-critical-", &[CriticalExtension, Encoding]),
    ("ext-eku-garbage-", &[Encoding, KeyPurpose]),
    ("ext-empty-block-", &[Name]),
    ("ext-none-", &[Name]),
    ("ext-must-staple-", &[Revocation]),
    ("ext-nscerttype-", &[KeyPurpose]),
    ("ext-policies-duplicate-", &[Policy, Encoding]),
    ("ext-ski-critical-", &[CriticalExtension, Encoding]),
    ("ext-", &[Encoding]),
    // The key is Ed25519, which Mbed TLS, NSS and wolfSSL fail at before they come to its structure.
    ("key-ed25519-pkcs8v2", &[KeyFile, KeyType]),
    ("key-mismatch-ed25519-", &[KeyMatch, PeerKey, Suites, KeyType]),
    ("key-mismatch-", &[KeyMatch, PeerKey]),
    ("key-der", &[KeyFile]),
    ("key-empty", &[KeyFile]),
    ("key-encrypted", &[KeyFile]),
    ("key-pkcs", &[KeyFile]),
    ("key-public", &[KeyFile]),
    ("key-sec1", &[KeyFile]),
    // Go since 1.23 reads no IPv4 address in the form of IPv6.
    ("ref-ipv4-mapped-", &[Name, Encoding]),
    // BoringSSL sends the name as it is, dot and all, which the recorded counterpart does not decode.
    ("ref-trailing-dot-", &[Name, Suites]),
    ("ref-", &[Name]),
    ("san-", &[Name, Encoding]),
    ("subject-empty-", &[Name, Encoding]),
    ("wildcard-", &[Name]),
    // Go and Mbed TLS refuse critical constraints of forms that they do not read.
    ("nc-", &[NameConstraints, CriticalExtension, Encoding]),
    ("nc-cn-no-san", &[NameConstraints, CriticalExtension, Name]),
    ("pem-", &[CertificateFile, TrustFile]),
    ("suites-", &[Suites, KeyType]),
    ("date-invalid-", &[ValidityFormat, Encoding]),
    ("expired-", &[Expired]),
    ("gentime-fraction-", &[ValidityFormat, Encoding, Expired]),
    // NSS keeps one certificate of a name and key in its database.
    ("root-renewed-", &[TrustFile, Expired]),
    ("utctime-", &[ValidityFormat, Encoding]),
    ("validity-reversed-", &[NotYetValid, Expired]),
];

#[test]
fn the_cause_is_the_fault_of_the_case() {
    let Some(folder) = corpora::handshakes() else { return };
    let compared = handshakes::compare(&folder, peer::stacks(), None);
    let mut faults: Vec<String> = Vec::new();
    for row in &compared {
        let Some(cause) = row.cause else { continue };
        let case = row.row.case.as_str();
        let fitting = CAUSES.iter().filter(|(beginning, _)| case.starts_with(beginning));
        let allowed = fitting.max_by_key(|(beginning, _)| beginning.len());
        if !allowed.is_some_and(|(_, causes)| causes.contains(&cause)) {
            faults.push(format!("{case} {} {} {}: {cause:?}", row.stack, row.row.role, row.row.tls));
        }
    }
    assert!(compared.iter().any(|row| row.cause.is_some()));
    assert_eq!(faults, [""; 0]);
}
