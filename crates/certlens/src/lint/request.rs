//! RFC 2986: certification requests.

use super::signature_algorithm::{hash, is_broken};
use super::{Context, Lint, Note};
use crate::crypto::signature::{self, SignatureCheck};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::algorithm::Hash;
use crate::x509::extension::ExtensionContent;
use crate::x509::request::CertificationRequest;

pub(super) const LINTS: &[Lint<CertificationRequest>] = &[
    REQUEST_SIGNATURE_INVALID,
    REQUEST_SIGNATURE_WEAK,
    REQUEST_VERSION,
    REQUEST_CHALLENGE_PASSWORD,
    REQUEST_WITHOUT_NAMES,
    REQUEST_NAMES_MAY_BE_DROPPED,
    REQUEST_FOR_CA,
];

fn names_alternatives(request: &CertificationRequest) -> bool {
    request
        .extensions
        .iter()
        .any(|e| matches!(&e.content, ExtensionContent::SubjectAltName(names) if !names.is_empty()))
}

const REQUEST_SIGNATURE_INVALID: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-signature-invalid",
        title: "request whose signature does not verify",
        severity: Severity::Error,
        citation: Citation::Rfc(2986, "3"),
        explanation: "The signature proves that whoever asks has the private key. CAs refuse a request without that proof.",
        remedy: "Make the request again: `openssl req -new -key FILE`.",
        kind: RuleKind::Lint,
    },
    run: request_signature_invalid,
};

fn request_signature_invalid(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    let Some(key) = &request.public_key else { return Vec::new() };
    let (message, octets) = (request.info.of(&request.der), request.signature.of(&request.der));
    let check = signature::verify(&request.signature_algorithm, key, message, octets);
    context.when(
        check == SignatureCheck::Invalid,
        request.signature,
        || "its signature is not one of the key in it",
    )
}

const REQUEST_SIGNATURE_WEAK: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-signature-weak",
        title: "request signed with a broken hash function",
        severity: Severity::Notice,
        citation: Citation::Practice("public CAs refuse it; the certificate gets a signature of its own"),
        explanation: "The signature of the request does not pass into the certificate; that it is old shows that the software is.",
        remedy: "Make the request again with `-sha256`.",
        kind: RuleKind::Lint,
    },
    run: request_signature_weak,
};

fn request_signature_weak(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &request.signature_algorithm;
    let weak = hash(&algorithm.signature()).is_some_and(|hash| hash == Hash::Sha1 || is_broken(hash));
    context.when(weak, algorithm.range, || format!("it is signed with {algorithm}; SHA-256 is usual"))
}

const REQUEST_VERSION: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-version",
        title: "request of a version that there is not",
        severity: Severity::Warning,
        citation: Citation::Rfc(2986, "4.1"),
        explanation: "The version of a request is 0. Some software writes 2, as in a certificate; strict readers refuse it.",
        remedy: "Make the request again with other software; `openssl req -new` writes 0.",
        kind: RuleKind::Lint,
    },
    run: request_version,
};

fn request_version(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    let other = request.version.filter(|version| *version != 0);
    other
        .map(|version| context.note(request.info, format!("its version is {version}, and must be 0")))
        .into_iter()
        .collect()
}

const REQUEST_CHALLENGE_PASSWORD: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-challenge-password",
        title: "request with a password in it",
        severity: Severity::Warning,
        citation: Citation::Rfc(2985, "5.4.1"),
        explanation: "The challenge password is in the request for all to read, and so is no secret once the request was sent or pasted.",
        remedy: "Make the request again without it, unless SCEP needs it; press the return key where openssl asks for one.",
        kind: RuleKind::Lint,
    },
    run: request_challenge_password,
};

fn request_challenge_password(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    context.when(
        request.has_challenge_password,
        request.info,
        || "it has a challengePassword, which anyone who sees the request can read",
    )
}

const REQUEST_WITHOUT_NAMES: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-without-names",
        title: "request without subjectAltName",
        severity: Severity::Notice,
        citation: Citation::Rfc(9525, "2"),
        explanation: "A server certificate needs a name in subjectAltName, and so the CA must add it. cert-manager and step-ca issue what was asked for.",
        remedy: "Ask for the names: `openssl req -new -addext \"subjectAltName=DNS:name\"`.",
        kind: RuleKind::Lint,
    },
    run: request_without_names,
};

fn request_without_names(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    context.when(
        !names_alternatives(request),
        ByteRange::default(),
        || "it asks for no name in subjectAltName",
    )
}

const REQUEST_NAMES_MAY_BE_DROPPED: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-names-may-be-dropped",
        title: "names that openssl drops when it signs",
        severity: Severity::Notice,
        citation: Citation::Practice("openssl x509 -req copies no extensions of a request by default"),
        explanation: "`openssl x509 -req` ignores what a request asks for, its names included, unless told to copy it; the certificate then has no name to dial.",
        remedy: "Sign it with `openssl x509 -req -copy_extensions copy`, or repeat the names in `-extfile`.",
        kind: RuleKind::Lint,
    },
    run: request_names_may_be_dropped,
};

fn request_names_may_be_dropped(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    context.when(
        names_alternatives(request),
        ByteRange::default(),
        || "it asks for names in subjectAltName, which `openssl x509 -req` drops",
    )
}

const REQUEST_FOR_CA: Lint<CertificationRequest> = Lint {
    rule: &Rule {
        code: "request-for-ca",
        title: "request for a CA certificate",
        severity: Severity::Warning,
        citation: Citation::Practice("whoever signs it with its extensions copied makes a CA"),
        explanation: "It asks for cA in basicConstraints. A signer that copies extensions gives its holder the right to issue.",
        remedy: "If no CA is meant, ask for `basicConstraints=CA:FALSE` or for nothing.",
        kind: RuleKind::Lint,
    },
    run: request_for_ca,
};

fn request_for_ca(request: &CertificationRequest, context: &Context<'_>) -> Vec<Note> {
    let found = request.extensions.iter().find(|extension| {
        matches!(&extension.content, ExtensionContent::BasicConstraints(constraints) if constraints.ca)
    });
    found.map(|extension| context.note(extension.range, "it asks to be a CA")).into_iter().collect()
}
