//! Java's SunJSSE with its PKIX trust manager, and what speaks through it: HttpClient, Netty without OpenSSL, Tomcat, Kafka …

mod algorithms;
mod build;
mod certificate;
mod constraints;
mod counterpart;
mod extension;
mod fields;
mod hostname;
mod load;
mod path;
mod pem;
mod policy;
mod subtree;
mod thrown;
mod time;
mod validate;
mod value;

use std::rc::Rc;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::certificate::Place;
use crate::peer::stack::java::thrown::{CERTIFICATE, Thrown, VALIDATOR, input_output};
use crate::peer::stack::java::validate::Failure;
use crate::peer::stack::{BOTH, Stack};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;

pub(super) const JAVA: Stack = Stack {
    id: "java",
    name: "Java SunJSSE",
    version: "17",
    recorded: "OpenJDK 17 with SunJSSE, PKIX trust manager, endpoint identification HTTPS, PKCS #8 keys in a PKCS #12 key store",
    found_in: "Java's HttpClient, Netty without OpenSSL, Tomcat, Spring, Kafka, Elasticsearch",
    versions: BOTH,
    // `EndEntityChecker`, which looks at the end entity alone (recorded: ca-eku-client-inter).
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::ENCRYPT },
        client_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::SIGN },
        server_purpose: Some(Link::EndEntity),
        client_purpose: Some(Link::EndEntity),
        any_purpose: Some(Link::EndEntity),
        gated_purpose: true,
        empty_is_none: false,
    },
    load: load::load,
    meet,
    answers: |leaf, name| hostname::check(&leaf.certificate, name).is_ok(),
};

/// `jdk.tls.maxCertificateChainLength`. Recorded: chain-depth-12.
const LONGEST_CHAIN: usize = 10;

/// What the constructor of `PKIXBuilderParameters` throws when the first certificate is to be judged.
const NO_ANCHORS: &str = "SSLException: Unexpected error: java.security.InvalidAlgorithmParameterException: the trustAnchors \
    parameter must be non-empty <- RuntimeException: Unexpected error: java.security.InvalidAlgorithmParameterException: the \
    trustAnchors parameter must be non-empty <- InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty";

/// The peer's certificate, then its signature over the handshake; a server answers before, a client signs after.
fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    if encounter.role == Role::Server {
        hostname::check_server_name(encounter.name)?;
        counterpart::answers(encounter)?;
    }
    let shown: Vec<Option<Rc<Parsed>>> =
        encounter.peer.chain.iter().map(|der| encounter.shelf.read(der)).collect();
    let first = shown.first().and_then(Option::as_ref);
    counterpart::shows_certificate(encounter, first.map(Rc::as_ref))?;
    if shown.len() > LONGEST_CHAIN {
        let text = format!(
            "SSLProtocolException: The certificate chain length ({}) exceeds the maximum allowed length ({LONGEST_CHAIN})",
            LONGEST_CHAIN + 1
        );
        return Err(Refusal::new(Cause::ChainLength, text, PeerSees::Alert(Alert::HANDSHAKE_FAILURE)).into());
    }
    let chain = read_chain(encounter, &shown)?;
    if let Some(reason) = chain.iter().find_map(|parsed| certificate::why_not_followed(parsed)) {
        return Err(Stop::Unknown(reason));
    }
    let Some(end_entity) = chain.first() else { return Ok(()) };
    if encounter.loaded.anchors.is_empty() && encounter.files.trust.is_some() {
        let sees = counterpart::sight(encounter, end_entity, Alert::INTERNAL_ERROR);
        return Err(Refusal::new(Cause::TrustFile, NO_ANCHORS, sees).into());
    }
    check_trusted(encounter, &chain).map_err(|failure| match failure {
        Failure::Thrown(thrown) => refused(encounter, end_entity, *thrown),
        Failure::Uncaught { cause, alert, text } => {
            let sees = counterpart::sight(encounter, end_entity, alert);
            Refusal::new(cause, text, sees).of(end_entity).into()
        }
        Failure::Unknown(reason) => Stop::Unknown(reason),
    })?;
    counterpart::verify_signature(encounter, end_entity)?;
    if encounter.role == Role::Client { counterpart::signs(encounter) } else { Ok(()) }
}

/// `CertificateMessage`: every certificate is read before any is judged.
/// Recorded: der-v4-server, serial-nonminimal-server.
fn read_chain(encounter: &Encounter<'_>, shown: &[Option<Rc<Parsed>>]) -> Result<Vec<Rc<Parsed>>, Stop> {
    let whose = match encounter.role {
        Role::Client => "server",
        Role::Server => "client",
    };
    let read = |parsed: &Option<Rc<Parsed>>| {
        let unread = || input_output("Empty input").within(CERTIFICATE, "Could not parse certificate: ");
        let parsed = parsed.clone().ok_or_else(unread)?;
        certificate::check(&parsed, Place::Handshake).map(|()| parsed)
    };
    shown.iter().map(read).collect::<Result<_, _>>().map_err(|thrown: Thrown| {
        let text =
            format!("SSLHandshakeException: Failed to parse {whose} certificates <- {}", thrown.text());
        let refusal = Refusal::new(thrown.cause, text, PeerSees::Alert(Alert::BAD_CERTIFICATE));
        Refusal { certificate: thrown.certificate, ..refusal }.into()
    })
}

/// `X509TrustManagerImpl.checkTrusted`
/// Recorded: anchor-leaf, whose purposes are not asked for.
fn check_trusted(encounter: &Encounter<'_>, chain: &[Rc<Parsed>]) -> Result<(), Failure> {
    let Some(end_entity) = chain.first() else { return Ok(()) };
    let is_anchor = path::is_trusted_itself(encounter, chain)?;
    if !is_anchor {
        check_end_entity(encounter, &end_entity.certificate)?;
    }
    match encounter.role {
        Role::Client => hostname::check(&end_entity.certificate, encounter.name),
        Role::Server => Ok(()),
    }
}

/// `EndEntityChecker.checkTLSServer`, `checkTLSClient`, with an ephemeral key exchange.
/// Recorded: ku-ke-only-p256-server, eku-any-server, eku-empty-server, ext-nscerttype-wrong-server.
fn check_end_entity(encounter: &Encounter<'_>, certificate: &Certificate) -> Result<(), Thrown> {
    let refused = |cause, message: &str| Err(Thrown::new(cause, VALIDATOR, message));
    let (holder, rules) = (encounter.role.other(), encounter.rules);
    let (use_of, netscape) = match holder {
        Role::Server => ("TLS server authentication", "SSL server"),
        Role::Client => ("TLS client authentication", "SSL client"),
    };
    let (asked, usage) = (encounter.usage_asked(holder), extension::key_usage(certificate));
    if !rules.allows_use(asked, certificate.public_key.as_ref(), usage) {
        return refused(Cause::KeyUsage, "KeyUsage does not allow digital signatures");
    }
    if !rules.allows_purpose(holder, Link::EndEntity, extension::purposes(certificate)) {
        let message = format!("Extended key usage does not permit use for {use_of}");
        return refused(Cause::KeyPurpose, &message);
    }
    if let Some(ExtensionContent::NetscapeCertType(kind)) = extension::read(certificate, "netscapeCertType") {
        let bit = if holder == Role::Server { 1 } else { 0 };
        if kind.0 >> bit & 1 == 0 {
            return refused(
                Cause::KeyPurpose,
                &format!("Netscape cert type does not permit use for {netscape}"),
            );
        }
    }
    Ok(())
}

/// The exception as the handshake throws it. Only to a server of TLS 1.2 a client says what was wrong
/// (`CertificateMessage.T12CertificateConsumer.getCertificateAlert`).
fn refused(encounter: &Encounter<'_>, end_entity: &Parsed, thrown: Thrown) -> Stop {
    let alert = match (encounter.role, encounter.version) {
        (Role::Client, TlsVersion::V12) => thrown.alert,
        _ => Alert::CERTIFICATE_UNKNOWN,
    };
    let text = format!("SSLHandshakeException: {} <- {}", thrown.message(), thrown.text());
    let refusal =
        Refusal::new(thrown.cause, text, counterpart::sight(encounter, end_entity, alert)).of(end_entity);
    let certificate = thrown.certificate.or(refusal.certificate);
    Refusal { certificate, ..refusal }.into()
}
