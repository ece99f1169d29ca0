//! The handshake around BoringSSL's verification. gRPC's core never sends an alert: it closes the connection.

use core::net::IpAddr;
use std::rc::Rc;

use super::error::{self, NOT_VERIFIED, Raised};
use super::host;
use super::verify::{self, may_sign};
use super::x509::{BORINGSSL, is_skippable, parse, parse_key};
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart::{self, Standing};
use crate::peer::stack::openssl::x509::X509;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

struct Handshake<'a> {
    encounter: &'a Encounter<'a>,
    own: Option<&'a PublicKey>,
}

/// Whatever becomes of the handshake, a server has said first that it has no certificate for the name that the client dials.
pub(super) fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    judged(encounter).map_err(|stop| match stop {
        Stop::Refused(refusal) if !has_dialled_name(encounter) => {
            let error = format!(
                "No match found for server name: {} | {}",
                encounter.name.trim_end_matches('.'),
                refusal.error
            );
            Refusal { error, ..*refusal }.into()
        }
        stop => stop,
    })
}

/// `ssl_server_handshaker_factory_servername_callback`; neither an address nor a dot at the end of a name is sent (RFC 6066 §3).
fn has_dialled_name(encounter: &Encounter<'_>) -> bool {
    let name = encounter.name.trim_end_matches('.');
    let is_sent = !name.is_empty() && name.parse::<IpAddr>().is_err();
    let own = encounter.loaded.chain.first().filter(|_| is_sent && encounter.role == Role::Server);
    own.is_none_or(|own| host::check(&X509::new(Rc::clone(own), &BORINGSSL), name))
}

fn judged(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let own = encounter.loaded.chain.first().and_then(|leaf| leaf.certificate.public_key.as_ref());
    let handshake = Handshake { encounter, own };
    match encounter.role {
        Role::Client => handshake.hello()?,
        Role::Server => handshake.own_certificate()?,
    }
    let leaf = handshake.process_certificate()?;
    let read = |parsed: &Rc<Parsed>| X509::new(Rc::clone(parsed), &BORINGSSL);
    let others = handshake.others()?;
    let shown: Vec<X509> = [leaf.clone()].into_iter().chain(others.iter().map(read)).collect();
    let anchors: Vec<X509> = encounter.loaded.anchors.iter().map(read).collect();
    if let Some(failure) = verify::verify(encounter, &shown, &anchors)? {
        let sees = handshake.closed();
        return Err(handshake
            .fail(failure.cause, failure.raised, Some(failure.text), sees)
            .of(&failure.at.parsed)
            .into());
    }
    handshake.check_key(&leaf)?;
    handshake.own_signature()?;
    handshake.check_peer(&leaf)
}

impl<'a> Handshake<'a> {
    fn fail(&self, cause: Cause, raised: Raised, verified: Option<&str>, sees: PeerSees) -> Refusal {
        Refusal::new(cause, error::handshake(self.encounter.role, raised, verified), sees)
    }

    /// The connection ends; a Go that cannot sign with its key, or for which BoringSSL offers no scheme, has given up before it
    /// learns of that.
    fn closed(&self) -> PeerSees {
        match self.standing() {
            Standing::Fails(words) if self.encounter.role == Role::Server => PeerSees::Own(words.to_owned()),
            _ if self.lacks_scheme() => PeerSees::Own(counterpart::GO_LACKS_OFFER.to_owned()),
            _ => PeerSees::Closed,
        }
    }

    /// Whether the peer has a key for which BoringSSL offers no scheme.
    fn lacks_scheme(&self) -> bool {
        self.encounter.peer.key.as_ref().is_some_and(|key| !self.offers_scheme(key))
    }

    fn given_up(&self, raised: Raised, verified: Option<&str>, words: &str) -> Stop {
        self.fail(Cause::Suites, raised, verified, PeerSees::Own(words.to_owned())).by_peer().into()
    }

    fn is_12(&self) -> bool {
        self.encounter.version == TlsVersion::V12
    }

    fn standing(&self) -> Standing {
        counterpart::standing(self.encounter.peer.key.as_ref(), self.encounter.version)
    }

    /// Whether BoringSSL offers a scheme for signatures of this key: none for Ed25519 and RSASSA-PSS keys, in TLS 1.3 none for
    /// P-521 (`kVerifySignatureAlgorithms` of `ssl/extensions.cc`; recorded: `key-ed25519-client`, `key-p521-client`).
    fn offers_scheme(&self, key: &PublicKey) -> bool {
        match &key.kind {
            KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::RsaPss(_) => false,
            KeyKind::Ec(Curve::Named(NamedCurve::P521)) => self.is_12(),
            _ => true,
        }
    }

    /// What a server of Go or OpenSSL does not get past.
    /// Recorded: ref-trailing-dot-server, key-k256-server, key-pss2048-server, suites-p256-cert-ecdhe-rsa.
    fn hello(&self) -> Result<(), Stop> {
        let failed = |words| self.given_up(error::HANDSHAKE_FAILURE_ALERT, Some(NOT_VERIFIED), words);
        if self.encounter.name.ends_with('.') {
            let words = counterpart::GO_REFUSES_NAME;
            return Err(self.given_up(error::DECODE_ERROR_ALERT, Some(NOT_VERIFIED), words));
        }
        let key = self.encounter.peer.key.as_ref();
        let is_openssl = counterpart::is_unknown_to_go(key);
        let is_offered = key.is_none_or(|key| self.offers_scheme(key));
        match self.standing() {
            Standing::Fails(words) => Err(failed(words)),
            Standing::HasNoScheme if !self.is_12() => {
                let words = counterpart::UNSUPPORTED_PROTOCOL;
                Err(self.given_up(error::PROTOCOL_VERSION_ALERT, Some(NOT_VERIFIED), words))
            }
            Standing::Signs if is_openssl && !self.is_12() => {
                Err(failed(counterpart::NO_SUITABLE_SIGNATURE_ALGORITHM))
            }
            Standing::Signs if !is_openssl && counterpart::has_suite(self.encounter, key) => {
                if is_offered || self.is_12() { Ok(()) } else { Err(failed(counterpart::GO_LACKS_OFFER)) }
            }
            Standing::Signs if !is_openssl => {
                let offered = if self.encounter.suites.ecdhe_rsa { "c030 cca8" } else { "c02c cca9" };
                Err(failed(&format!(
                    "tls: no cipher suite supported by both client and server; client offered: [1301 1302 1303 {offered}]"
                )))
            }
            _ => Err(failed(counterpart::NO_SHARED_CIPHER)),
        }
    }

    /// Whether the server can use its own key: a suite for it, and in TLS 1.3 a scheme that it is large enough for.
    /// Recorded: base-ed25519, key-rsa512-server.
    fn own_certificate(&self) -> Result<(), Stop> {
        if self.own.is_none() || !counterpart::has_suite(self.encounter, self.own) {
            let refusal =
                self.fail(Cause::Suites, error::NO_SHARED_CIPHER, Some(NOT_VERIFIED), PeerSees::Closed);
            return Err(refusal.into());
        }
        if self.is_too_small() {
            // No handshake of the client's has ended yet.
            let sees = PeerSees::Own("closed without alert".to_owned());
            return Err(self
                .fail(Cause::KeyStrength, error::NO_COMMON_SCHEME, Some(NOT_VERIFIED), sees)
                .into());
        }
        Ok(())
    }

    fn is_too_small(&self) -> bool {
        !self.is_12() && self.own.is_some_and(|key| counterpart::is_short(&key.kind))
    }

    /// The leaf: `ssl_cert_skip_to_spki`, its key, `X509_parse_from_buffer`, and in TLS 1.3 its keyUsage, all before the
    /// verification.
    /// Recorded: chain-no-ca-match-empty-server-chain, key-explicit-ec-server, ku-ke-only-p256-server.
    fn process_certificate(&self) -> Result<X509, Stop> {
        let key = self.encounter.peer.key.as_ref();
        let is_server = self.encounter.role == Role::Server;
        let sends_none =
            counterpart::is_unknown_to_go(key) || self.standing() == Standing::HasNoScheme && !self.is_12();
        let first = self.encounter.peer.chain.first().filter(|_| !(is_server && sends_none));
        let Some(first) = first else {
            let refusal =
                self.fail(Cause::NoCertificate, error::NO_CERTIFICATE, Some(NOT_VERIFIED), PeerSees::Closed);
            return Err(refusal.by_peer().into());
        };
        let unread = |raised| self.fail(Cause::Encoding, raised, Some(NOT_VERIFIED), self.closed());
        let Some(parsed) = self.encounter.shelf.read(first) else {
            return Err(unread(error::CANNOT_PARSE_LEAF).into());
        };
        let raised = if is_skippable(&parsed) {
            parse_key(&parsed.certificate).or_else(|| parse(&parsed))
        } else {
            Some(error::CANNOT_PARSE_LEAF)
        };
        if let Some(raised) = raised {
            return Err(unread(raised).of(&parsed).into());
        }
        let leaf = X509::new(parsed, &BORINGSSL);
        // The suite says which kind of key there is to be (`ssl_check_leaf_certificate` of `ssl/handshake_client.cc`).
        let is_rsa = |key: &PublicKey| matches!(key.kind, KeyKind::Rsa(_));
        let shown = leaf.certificate().public_key.as_ref();
        if self.is_12()
            && !is_server
            && key.zip(shown).is_some_and(|(key, shown)| is_rsa(key) != is_rsa(shown))
        {
            let raised = error::WRONG_CERTIFICATE_TYPE;
            let refusal = self.fail(Cause::PeerKey, raised, Some(NOT_VERIFIED), self.closed());
            return Err(refusal.of(&leaf.parsed).into());
        }
        if !self.is_12() {
            self.check_key_usage(&leaf, Some(NOT_VERIFIED))?;
        }
        // `do_read_client_certificate_verify` of `ssl/tls13_server.cc`: the alert arrives in place of the message that is awaited.
        if let (Standing::Fails(words), Role::Server) = (self.standing(), self.encounter.role) {
            return Err(self.given_up(error::HANDSHAKE_FAILURE_ALERT, Some(NOT_VERIFIED), words));
        }
        if is_server && !self.is_12() && self.lacks_scheme() {
            return Err(self.given_up(
                error::HANDSHAKE_FAILURE_ALERT,
                Some(NOT_VERIFIED),
                counterpart::GO_LACKS_OFFER,
            ));
        }
        Ok(leaf)
    }

    /// What is sent with the leaf is read before anything is verified (`ssl_crypto_x509_session_cache_objects` of
    /// `ssl/ssl_x509.cc`), with nothing after it.
    fn others(&self) -> Result<Vec<Rc<Parsed>>, Stop> {
        let others = self.encounter.peer.chain.iter().skip(1);
        let parsed = others.filter_map(|der| self.encounter.shelf.read(der));
        let read = |parsed: Rc<Parsed>| {
            let is_whole = parsed.der.len() == parsed.certificate.der.len();
            match parse(&parsed).or_else(|| (!is_whole).then_some(error::DECODE)) {
                Some(raised) => {
                    let sees = self.closed();
                    Err(self.fail(Cause::Encoding, raised, Some(NOT_VERIFIED), sees).of(&parsed).into())
                }
                None => Ok(parsed),
            }
        };
        parsed.map(read).collect()
    }

    /// `ssl_cert_check_key_usage`
    fn check_key_usage(&self, leaf: &X509, verified: Option<&str>) -> Result<(), Stop> {
        let encounter = self.encounter;
        let asked = encounter.usage_asked(encounter.role.other());
        let raised = match may_sign(leaf, encounter.rules, asked) {
            Some(true) => return Ok(()),
            Some(false) => error::KEY_USAGE_BIT,
            None => error::CANNOT_PARSE_LEAF,
        };
        Err(self.fail(Cause::KeyUsage, raised, verified, self.closed()).of(&leaf.parsed).into())
    }

    /// What comes after the verification: in TLS 1.2 keyUsage, then the signature of the peer's key.
    /// (`ssl_check_leaf_certificate`, `ssl_public_key_verify`) Recorded: eku-absent-ku-ke-server, key-mismatch-p256-server. Which of the
    /// reasons an RSA signature fails for depends on its octets; the likeliest is said.
    fn check_key(&self, leaf: &X509) -> Result<(), Stop> {
        if self.is_12() && self.lacks_scheme() {
            return Err(self.given_up(error::HANDSHAKE_FAILURE_ALERT, None, counterpart::GO_LACKS_OFFER));
        }
        if self.is_12() {
            self.check_key_usage(leaf, None)?;
        }
        if self.encounter.peer.has_key_of(leaf.certificate()) != Some(false) {
            return Ok(());
        }
        let shown = leaf.certificate().public_key.as_ref();
        let raised = match shown.map(|key| &key.kind) {
            _ if self.signs_otherwise(leaf) => error::WRONG_SIGNATURE_TYPE,
            Some(KeyKind::Rsa(_)) => error::LAST_OCTET,
            Some(KeyKind::Ec(_)) => error::ECDSA_SIGNATURE,
            _ => error::INVALID_SIGNATURE,
        };
        Err(self.fail(Cause::PeerKey, raised, None, PeerSees::Closed).of(&leaf.parsed).into())
    }

    /// Whether the peer's scheme is not for the key in its certificate (`ssl_public_key_supports_signature_algorithm` of
    /// `ssl/ssl_privkey.cc`): another kind of key, or in TLS 1.3 another curve.
    fn signs_otherwise(&self, leaf: &X509) -> bool {
        let (Some(key), Some(shown)) = (&self.encounter.peer.key, &leaf.certificate().public_key) else {
            return false;
        };
        match (&key.kind, &shown.kind) {
            (KeyKind::Ec(own), KeyKind::Ec(shown)) => !self.is_12() && own != shown,
            (own, shown) => core::mem::discriminant(own) != core::mem::discriminant(shown),
        }
    }

    /// A client whose own key is too small for any scheme of TLS 1.3.
    /// Recorded: key-rsa512-client.
    fn own_signature(&self) -> Result<(), Stop> {
        if self.encounter.role == Role::Client && self.is_too_small() {
            return Err(self
                .fail(Cause::KeyStrength, error::NO_COMMON_SCHEME, None, PeerSees::Closed)
                .into());
        }
        Ok(())
    }

    /// What gRPC does with the peer after the handshake: it extracts the names, and a client compares them.
    /// (`grpc_ssl_check_peer`, `tsi_ssl_extract_x509_subject_names_from_pem_cert`) Recorded: san-ip-len5-client, san-trailing-dot-server.
    fn check_peer(&self, leaf: &X509) -> Result<(), Stop> {
        let sees = || if self.encounter.role == Role::Client { PeerSees::Success } else { PeerSees::Closed };
        let role = self.encounter.role;
        if !host::has_sound_addresses(leaf) {
            let words = error::extraction(role, super::INVALID_ADDRESS);
            return Err(Refusal::new(Cause::Encoding, words, sees()).of(&leaf.parsed).into());
        }
        if role == Role::Client && !host::check(leaf, self.encounter.name) {
            return Err(Refusal::new(Cause::Name, error::host(), sees()).of(&leaf.parsed).into());
        }
        Ok(())
    }
}
