//! What issuing a certificate again does away with.

/// Codes that are cured where the common name is a name to dial, which subjectAltName then gains.
pub const CURED_BY_A_NAME: &[&str] =
    &["server-name-missing", "client-name-missing", "common-name-not-in-san"];

/// Codes of the rules that a certificate issued as [`fix`](super::fix()) says no longer yields.
pub const CURED: &[&str] = &[
    // keyUsage
    "digital-signature-missing",
    "data-encipherment-meaningless",
    "key-usage-not-critical",
    "key-usage-missing-on-ca",
    "key-usage-missing",
    "key-cert-sign-without-ca",
    "crl-sign-without-ca",
    "ca-without-key-cert-sign",
    "ca-without-crl-sign",
    "ca-with-encipherment",
    "encipherment-with-ec",
    "key-agreement-with-rsa",
    "usage-not-for-edwards",
    "encipher-only-without-key-agreement",
    "purpose-without-usage",
    // extKeyUsage
    "any-purpose-alone",
    "any-purpose-critical",
    "purpose-missing",
    "purpose-repeated",
    "purposes-unrelated",
    "root-with-purposes",
    // basicConstraints
    "basic-constraints-not-critical",
    "path-len-without-ca",
    "path-len-without-key-cert-sign",
    "ca-without-path-len",
    // key identifiers
    "subject-key-identifier-missing",
    "subject-key-identifier-missing-on-ca",
    "subject-key-identifier-critical",
    "subject-key-identifier-empty",
    "authority-key-identifier-missing",
    "authority-key-identifier-critical",
    "authority-key-identifier-without-key",
    "authority-key-identifier-names-certificate",
    "authority-key-identifier-of-another-key",
    "root-key-identifiers-differ",
    // names
    "cluster-names-incomplete",
    "localhost-in-san",
    "san-critical-with-subject",
    "san-not-critical-without-subject",
    "san-name-empty",
    "san-name-repeated",
    "dns-name-is-address",
    "dns-name-trailing-dot",
    // validity, version, serial number, signature
    "expired",
    "validity-not-positive",
    "no-expiration",
    "lifetime-over-825-days",
    "outlives-issuer",
    "ca-lifetime-short",
    "version-not-3",
    "root-version-not-3",
    "extensions-in-old-version",
    "unique-identifiers",
    "unique-identifiers-in-version-1",
    "serial-number-negative",
    "serial-number-zero",
    "serial-number-too-long",
    "serial-number-short",
    // key
    "rsa-below-2048",
    "rsa-above-8192",
    "ec-parameters-explicit",
    "ec-curve-not-in-tls",
    "ec-point-compressed",
    "dsa-key",
    "rsa-pss-key",
    // requests
    "request-names-may-be-dropped",
];
