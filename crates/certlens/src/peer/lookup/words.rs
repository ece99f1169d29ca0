//! What is said of an error.

use super::book::{Entry, Family, Told};
use crate::peer::Cause;
use crate::prose::list;

/// What in a line tells which member of a family wrote it: the words, its name and the stacks that speak like it.
const WRITERS: &[(&str, &str, &str, &[&str])] = &[
    ("OpenSSL", "handshaker", "gRPC", &["grpc"]),
    ("OpenSSL", "tsi_", "gRPC", &["grpc"]),
    ("OpenSSL", "tls_error:|", "Envoy", &["grpc"]),
    ("OpenSSL", "openssl_internal", "BoringSSL", &["grpc"]),
    ("OpenSSL", "_ssl.c:", "Python", &["openssl", "openssl-seclevel1", "python-3.13"]),
    ("OpenSSL", "authorizationerror", "Node", &["node"]),
    ("OpenSSL", "err_ossl_", "Node", &["node"]),
    ("OpenSSL", "err_ssl_", "Node", &["node"]),
    ("OpenSSL", "err_tls_", "Node", &["node"]),
    ("OpenSSL", "socket hang up", "Node", &["node"]),
    ("OpenSSL", "client ssl certificate verify error", "nginx", &["openssl", "openssl-seclevel1"]),
    ("OpenSSL", "curl: (", "curl", &["openssl", "openssl-seclevel1"]),
    ("Go", "transport: ", "grpc-go", &["go", "go-1.22"]),
    ("Go", "server preface", "grpc-go", &["go", "go-1.22"]),
    ("Go", "unable to connect to the server", "kubectl", &["go", "go-1.22"]),
    ("Go", "failed calling webhook", "the API server of Kubernetes", &["go", "go-1.22"]),
];

/// Who wrote the line, and the ids of the stacks that would write it so.
pub(super) fn writer(line: &[u8], family: &'static Family) -> (&'static str, &'static [&'static str]) {
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let own = WRITERS.iter().find(|(of, words, ..)| *of == family.name && line.contains(words));
    own.map_or((family.name, family.stacks), |(_, _, name, stacks)| (name, stacks))
}

/// Most causes that are named in the sentence; the others are in the list below it.
const NAMED: usize = 3;

pub(super) fn meaning(stack: &str, entry: &Entry) -> String {
    let what = match entry.told {
        Told::Judged => format!("{stack} gave up the handshake"),
        Told::Load => format!("{stack} could not use its own files"),
        Told::Alert(alert) => {
            return format!(
                "The other end gave up and sent the alert {} ({}); {stack} only reports it.",
                alert.name(),
                alert.0
            );
        }
        Told::SomeAlert => {
            return format!("The other end gave up and sent an alert; {stack} only reports it.");
        }
        Told::Silence => {
            return format!("The other end closed the connection without an alert; {stack} only reports it.");
        }
        Told::NoTls(what) => return format!("{what}."),
    };
    let clauses: Vec<&str> = entry.causes.iter().map(|cause| clause(*cause)).collect();
    match clauses.as_slice() {
        [] => format!("{what}."),
        [one] => format!("{what}: {one}."),
        few if few.len() <= NAMED => format!("{what}: {}.", few.join(", or ")),
        _ => format!("{what}; the words do not say which check failed."),
    }
}

pub(super) fn place(told: Told, has_evidence: bool) -> String {
    let place = match told {
        Told::Judged => {
            "The fault lies in what the other end shows, or in what the end that wrote this line trusts and dials."
        }
        Told::Load => "The fault lies in the files of the end that wrote this line, before any connection.",
        Told::Alert(_) | Told::SomeAlert => {
            "An alert carries no reason: that stands in the log of the other end, at the same second."
        }
        Told::Silence => {
            "If it refused the certificate of this end, the reason stands in its log alone, at the same second; \
             a restart or a proxy between the two looks the same."
        }
        Told::NoTls(_) => {
            return "No certificate is at fault. Compare the ports and the schemes of both ends.".to_owned();
        }
    };
    if has_evidence {
        return place.to_owned();
    }
    format!(
        "{place} Paste the Secrets of both ends beside it: what they have of these causes is then named first."
    )
}

/// What is wrong, as a clause.
pub(super) const fn clause(cause: Cause) -> &'static str {
    match cause {
        Cause::CertificateFile => "the file of its own certificate cannot be read",
        Cause::KeyFile => "the file of its private key cannot be read",
        Cause::TrustFile => "the file of the trusted CAs cannot be read",
        Cause::KeyMatch => "the private key is not that of the first certificate",
        Cause::PeerKey => "the other end does not hold the private key of the certificate that it shows",
        Cause::Encoding => "a certificate is not encoded as this parser asks",
        Cause::Issuer => "no path leads from the certificate shown to one that is trusted",
        Cause::Anchor => "what is trusted may not be a trust anchor for this stack",
        Cause::CaFlag => "an issuing certificate is not marked as that of a CA",
        Cause::KeyCertSign => "the keyUsage of an issuing certificate has no keyCertSign",
        Cause::CaKeyUsage => "an issuing certificate has no keyUsage",
        Cause::IssuerName => {
            "the issuer's name in a certificate is not, byte for byte, the subject of its issuer"
        }
        Cause::KeyIdentifiers => {
            "the key identifiers of a certificate and its issuer are missing or do not agree"
        }
        Cause::Criticality => "an extension is critical that may not be, or is not where it must be",
        Cause::ChainOrder => "the certificates of a file are not each issued by the next",
        Cause::PathLength => "more intermediates follow than an issuer's pathLenConstraint allows",
        Cause::ChainLength => "the chain is longer than this stack follows",
        Cause::CaAsEndEntity => "the certificate shown is that of a CA",
        Cause::Expired => "a certificate has expired, or the clock of this end is ahead",
        Cause::NotYetValid => "a certificate is not valid yet, or the clock of this end is behind",
        Cause::ValidityFormat => "a validity period is written as this parser does not read it",
        Cause::Name => "the name that was dialled is not among those of the certificate",
        Cause::KeyPurpose => "extKeyUsage does not allow the certificate's role",
        Cause::KeyUsage => "keyUsage does not allow what the handshake does with the key",
        Cause::CriticalExtension => "a critical extension is not understood",
        Cause::NameConstraints => "a name is outside what an issuing CA may sign for",
        Cause::Policy => "no certificate policy remains where one is required",
        Cause::Signature => "a certificate's signature does not verify with its issuer's key",
        Cause::SignatureAlgorithm => "a signature algorithm is too weak for this stack, or unknown to it",
        Cause::KeyStrength => "a key is too weak for this stack",
        Cause::KeyType => "a key is of a kind that one of the two stacks does not use",
        Cause::Suites => "the two ends have no protocol version, cipher suite or signature scheme in common",
        Cause::NoCertificate => "the client showed no certificate",
        Cause::Revocation => "the certificate asks for a revocation status that was not given",
    }
}

/// `Go, Java and Node`; of many the first few.
pub(super) fn some(stacks: &[&str]) -> String {
    /// A line has room for this many.
    const FEW: usize = 4;
    match stacks.split_at_checked(FEW) {
        Some((few, rest)) if !rest.is_empty() => format!("{} and {} more", few.join(", "), rest.len()),
        _ => list(stacks),
    }
}
