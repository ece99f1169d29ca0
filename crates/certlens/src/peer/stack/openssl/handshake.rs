//! The handshake around the verification (`ssl/statem`, `ssl/t1_lib.c`): what is shown, in which order it is judged, and which
//! alert answers it.

use std::rc::Rc;

use super::d2i;
use super::raised::{self, Queue, Raised};
use super::strength;
use super::verify::{self, Found};
use super::words::{Program, Voice};
use super::x509::{self, X509};
use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart::{self, Standing};
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// `SSL_MAX_CERT_LIST_DEFAULT`: octets of all certificates of the peer.
const MAX_CERT_LIST: usize = 100 << 10;

/// What is left to the application after a verification that it did not end: Node's.
pub(in crate::peer::stack) type Finish = fn(&Encounter<'_>, &X509) -> Result<(), Stop>;

/// The handshake, as client or as server. `ssl/statem/statem_clnt.c`, `ssl/statem/statem_srvr.c`.
pub(in crate::peer::stack) fn meet(
    encounter: &Encounter<'_>,
    program: &Program,
    finish: Finish,
) -> Result<(), Stop> {
    let read = |parsed: &[Rc<Parsed>]| -> Vec<X509> {
        parsed.iter().map(|parsed| X509::new(Rc::clone(parsed), &x509::OPENSSL)).collect()
    };
    let (anchors, own) = (read(&encounter.loaded.anchors), read(&encounter.loaded.chain));
    let handshake = Handshake { encounter, program, own, anchors };
    match encounter.role {
        Role::Client => handshake.hello()?,
        Role::Server => handshake.own_certificate()?,
    }
    let shown = handshake.process_certificate()?;
    let Some(leaf) = shown.first() else { return handshake.without_certificate() };
    let found = verify::verify(encounter, &program.parameters, &shown, &handshake.anchors)?;
    let stops = program.voice != Voice::Node;
    if let Some(first) = found.first().filter(|_| stops) {
        return Err(handshake.unverified(first, &first.raised));
    }
    handshake.check_key(leaf)?;
    if let Some(last) = found.last() {
        let left: Queue = found.iter().flat_map(|found| found.raised.iter().copied()).collect();
        return Err(handshake.unverified(last, &left));
    }
    finish(encounter, leaf)?;
    handshake.own_signature()
}

struct Handshake<'a> {
    encounter: &'a Encounter<'a>,
    program: &'a Program,
    own: Vec<X509>,
    anchors: Vec<X509>,
}

impl Handshake<'_> {
    fn fail(&self, cause: Cause, raised: &Queue, sees: PeerSees) -> Refusal {
        Refusal::new(cause, self.program.words(self.encounter.role, raised), sees)
    }

    /// The counterpart gives up with an alert, and has these words for it.
    fn given_up(&self, cause: Cause, raised: Raised, words: impl Into<String>) -> Stop {
        self.fail(cause, &vec![raised], PeerSees::Own(words.into())).by_peer().into()
    }

    /// How an alert arrives: that of a client of TLS 1.3 cannot be decrypted. (Recorded: every refusal of a client in TLS 1.3,
    /// as in `anchor-unrelated`.)
    fn alert(&self, alert: Alert) -> PeerSees {
        match (self.encounter.role, self.encounter.version) {
            (Role::Client, TlsVersion::V13) => PeerSees::Garbled,
            _ => PeerSees::Alert(alert),
        }
    }

    fn is_12(&self) -> bool {
        self.encounter.version == TlsVersion::V12
    }

    /// What a server of Go or OpenSSL does not get past: a server name with a trailing dot (recorded: `ref-trailing-dot-server`),
    /// suites of another kind than its key, a key without a signature scheme.
    fn hello(&self) -> Result<(), Stop> {
        let Encounter { name, version, .. } = self.encounter;
        if name.ends_with('.') {
            return Err(self.given_up(Cause::Name, raised::DECODE_ERROR_ALERT, counterpart::GO_REFUSES_NAME));
        }
        let failure = |words: &str| self.given_up(Cause::Suites, raised::HANDSHAKE_FAILURE_ALERT, words);
        match (self.counterpart(), version) {
            (Standing::Fails(words), _) => Err(failure(words)),
            (Standing::HasNoScheme, TlsVersion::V12) => Err(failure(counterpart::NO_SHARED_CIPHER)),
            (Standing::HasNoScheme, TlsVersion::V13) => Err(self.given_up(
                Cause::Suites,
                raised::PROTOCOL_VERSION_ALERT,
                counterpart::UNSUPPORTED_PROTOCOL,
            )),
            (Standing::Signs, _) if !counterpart::has_suite(self.encounter, self.peer_key().as_ref()) => {
                Err(failure(&format!(
                    "tls: no cipher suite supported by both client and server; client offered: [{}]",
                    self.program.offered(&self.encounter.suites)
                )))
            }
            (Standing::Signs, _) => Ok(()),
        }
    }

    /// Whether the server can use its own certificate: `ssl_set_masks`, `is_tls13_capable`, and `ssl_add_cert_chain`, which holds
    /// the issuers to the security level too.
    fn own_certificate(&self) -> Result<(), Stop> {
        let leaf = self.own.first();
        let key = leaf.and_then(|leaf| leaf.certificate().public_key.as_ref());
        let is_usable =
            leaf.is_some_and(|leaf| key.is_some_and(|key| self.has_group(key)) && self.may_serve(leaf));
        let is_shared = counterpart::has_suite(self.encounter, key);
        if !is_usable || !is_shared {
            let (raised, alert) = match (self.encounter.version, self.program.voice) {
                (TlsVersion::V12, _) => (raised::NO_SHARED_CIPHER, Alert::HANDSHAKE_FAILURE),
                (TlsVersion::V13, Voice::Node) => (raised::NO_SCHEME, Alert::HANDSHAKE_FAILURE),
                (TlsVersion::V13, _) => (raised::UNSUPPORTED_PROTOCOL, Alert::PROTOCOL_VERSION),
            };
            let cause = if is_shared { Cause::KeyType } else { Cause::Suites };
            return Err(self.fail(cause, &vec![raised], PeerSees::EarlyAlert(alert)).into());
        }
        let is_openssl = counterpart::is_openssl(self.encounter);
        let is_unfit = matches!(key.map(|key| &key.kind), Some(KeyKind::Ed448)) && !is_openssl;
        if leaf.is_some_and(|leaf| is_unfit || !is_offered(leaf, is_openssl)) {
            let raised = match (self.is_12(), is_unfit) {
                (true, true) => raised::NO_SHARED_CIPHER,
                (true, false) => raised::NO_SCHEME_1_2,
                (false, _) => raised::NO_SCHEME,
            };
            let sees = PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE);
            return Err(self.fail(Cause::SignatureAlgorithm, &vec![raised], sees).into());
        }
        self.sent_chain()?;
        self.own_signature()
    }

    /// The curve of an EC key has to be one of the groups of TLS that OpenSSL has on; explicit parameters count as the curve
    /// they are (recorded: `key-explicit-ec-server`, `key-p224-server`).
    fn has_group(&self, key: &PublicKey) -> bool {
        match &key.kind {
            KeyKind::Ec(Curve::Named(curve)) => {
                matches!(curve, NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521)
            }
            KeyKind::Ec(Curve::Explicit { field_bits }) => matches!(field_bits, 256 | 384 | 521),
            KeyKind::Ec(_) | KeyKind::Dsa { .. } => false,
            _ => true,
        }
    }

    /// `ssl_set_masks`: in TLS 1.2 keyUsage of an EC certificate of the server has to allow signing; of Ed25519 and Ed448 only
    /// the client asks that (recorded: `ku-ka-only-p256-server`).
    fn may_serve(&self, leaf: &X509) -> bool {
        let key = leaf.certificate().public_key.as_ref();
        let is_ec = key.is_some_and(|key| matches!(key.kind, KeyKind::Ec(_)));
        !is_ec || self.may_sign(leaf)
    }

    /// `ssl_check_srvr_ecc_cert_and_alg`: of every certificate that an ECDHE-ECDSA suite is used with.
    fn may_sign(&self, leaf: &X509) -> bool {
        let key = leaf.certificate().public_key.as_ref();
        let asked = self.encounter.usage_asked(Role::Server).bits(key);
        !self.is_12() || !is_ecc(leaf) || asked.is_none_or(|bits| leaf.may(bits))
    }

    /// `ssl_add_cert_chain`: without intermediates in `tls.crt` the chain is built from `ca.crt`, and held to the level.
    fn sent_chain(&self) -> Result<(), Stop> {
        let ([leaf], false) = (self.own.as_slice(), self.program.voice == Voice::Cli) else { return Ok(()) };
        let Some(issuer) = self.anchors.iter().find(|anchor| anchor.likely_issued(leaf)) else {
            return Ok(());
        };
        if leaf.is_self_signed || strength::is_key_strong(issuer, self.program.parameters.level) {
            return Ok(());
        }
        let refusal = self.fail(
            Cause::KeyStrength,
            &vec![raised::SENT_KEY_TOO_SMALL],
            PeerSees::EarlyAlert(Alert::INTERNAL_ERROR),
        );
        Err(refusal.of(&issuer.parsed).into())
    }

    /// What Go makes of the stack's own key in TLS 1.3, where the signature scheme has to be one for the key it reads in the
    /// certificate (recorded: `key-pss2048-client`, `key-rsa-spki-no-null-server`).
    fn own_signature(&self) -> Result<(), Stop> {
        let key = self.own.first().and_then(|leaf| leaf.certificate().public_key.as_ref());
        if self.is_12() || key.is_none_or(|key| counterpart::takes(self.encounter, key)) {
            return Ok(());
        }
        let words = counterpart::invalid_algorithm(self.encounter.role);
        Err(self.given_up(Cause::KeyType, raised::ILLEGAL_PARAMETER_ALERT, words))
    }

    /// `tls_process_server_certificate`, `tls_process_client_certificate`: every certificate has to be one and nothing more.
    fn process_certificate(&self) -> Result<Vec<X509>, Stop> {
        let role = self.encounter.role;
        let (asn1, length) = match role {
            Role::Client => (raised::CLIENT_SEES_ASN1, raised::CLIENT_SEES_LENGTH),
            Role::Server => (raised::SERVER_SEES_ASN1, raised::SERVER_SEES_LENGTH),
        };
        if role == Role::Server && self.counterpart() == Standing::HasNoScheme && !self.is_12() {
            return Ok(Vec::new());
        }
        let unread = |raised: &[Raised]| {
            let alert = if role == Role::Client { Alert::BAD_CERTIFICATE } else { Alert::DECODE_ERROR };
            self.fail(Cause::Encoding, &[raised, &[asn1]].concat(), self.alert(alert))
        };
        let octets: usize = self.encounter.peer.chain.iter().map(Vec::len).sum();
        if octets > MAX_CERT_LIST {
            let sees = self.alert(Alert::ILLEGAL_PARAMETER);
            return Err(self.fail(Cause::ChainLength, &vec![raised::MESSAGE_SIZE], sees).into());
        }
        let mut shown = Vec::new();
        for der in &self.encounter.peer.chain {
            let raised = d2i::raised(der);
            let parsed = self.encounter.shelf.read(der);
            let (Some(parsed), []) = (parsed.as_ref(), raised.as_slice()) else {
                let refusal = unread(&raised);
                return Err(parsed.iter().fold(refusal, |refusal, parsed| refusal.of(parsed)).into());
            };
            if parsed.certificate.der.len() != der.len() {
                let refusal = self.fail(Cause::Encoding, &vec![length], self.alert(Alert::DECODE_ERROR));
                return Err(refusal.of(parsed).into());
            }
            shown.push(X509::new(Rc::clone(parsed), &x509::OPENSSL));
        }
        Ok(shown)
    }

    fn counterpart(&self) -> Standing {
        counterpart::standing(self.peer_key().as_ref(), self.encounter.version)
    }

    /// The key that the counterpart signs with; where it cannot be computed, that of its certificate.
    fn peer_key(&self) -> Option<PublicKey> {
        let Encounter { peer, shelf, .. } = self.encounter;
        let shown = || shelf.read(peer.chain.first()?)?.certificate.public_key.clone();
        peer.key.clone().or_else(shown)
    }

    /// A server asks for a certificate; that a server shows none is not foreseen in any suite that is offered.
    /// `tls_process_client_certificate` (recorded: `key-bp256-client`).
    fn without_certificate(&self) -> Result<(), Stop> {
        match self.encounter.role {
            Role::Client => Err(Stop::Unknown("The server has no certificate to show.".to_owned())),
            Role::Server => {
                let alert = if self.is_12() { Alert::HANDSHAKE_FAILURE } else { Alert::CERTIFICATE_REQUIRED };
                let refusal =
                    self.fail(Cause::NoCertificate, &vec![raised::NO_CERTIFICATE], PeerSees::Alert(alert));
                Err(refusal.by_peer().into())
            }
        }
    }

    /// A verification that failed. Node ends the connection after the handshake, without an alert. `ssl_x509err2alert`; Node's
    /// `onConnectSecure` and `onServerSocketSecure` of `lib/_tls_wrap.js`.
    fn unverified(&self, found: &Found, left: &Queue) -> Stop {
        let Encounter { role, version, .. } = self.encounter;
        let sees = match (self.program.voice, role, version) {
            (Voice::Node, Role::Client, TlsVersion::V12) => PeerSees::Success,
            (Voice::Node, ..) => PeerSees::Closed,
            _ => match self.counterpart() {
                Standing::Fails(words) => PeerSees::Own(words.to_owned()),
                _ => self.alert(found.code.alert),
            },
        };
        let words = self.program.verify_words(self.encounter, found, left);
        Refusal::new(found.code.cause, words, sees).of(&found.at.parsed).into()
    }

    /// The key of the peer's certificate: `X509_get0_pubkey`, `tls12_check_peer_sigalg`, the signature, and in TLS 1.2
    /// `ssl3_check_cert_and_algorithm`.
    fn check_key(&self, leaf: &X509) -> Result<(), Stop> {
        let stop = |cause, raised: &[Raised], alert| {
            Err(Stop::from(self.fail(cause, &raised.to_vec(), self.alert(alert)).of(&leaf.parsed)))
        };
        let Some(key) = leaf.usable_key() else {
            return stop(Cause::KeyType, &[raised::KEY_DECODE], Alert::INTERNAL_ERROR);
        };
        if let Standing::Fails(words) = self.counterpart() {
            return Err(self.given_up(Cause::KeyType, raised::HANDSHAKE_FAILURE_ALERT, words));
        }
        if let Some((raised, alert)) = self.other_scheme(key) {
            return stop(Cause::PeerKey, &[raised], alert);
        }
        if !self.has_group(key) && !matches!(key.kind, KeyKind::Dsa { .. }) {
            return stop(Cause::KeyType, &[raised::WRONG_CURVE], Alert::ILLEGAL_PARAMETER);
        }
        if self.encounter.peer.has_key_of(leaf.certificate()) == Some(false) {
            let signature = match (self.encounter.role, self.encounter.version) {
                (Role::Client, TlsVersion::V12) => raised::CLIENT_SEES_SIGNATURE,
                _ => raised::VERIFY_SIGNATURE,
            };
            let is_rsa = matches!(key.kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_)) && self.peer_is_rsa();
            let rsa: &[Raised] = if is_rsa { &[raised::LAST_OCTET, raised::PSS_VERIFY] } else { &[] };
            return stop(Cause::PeerKey, &[rsa, &[signature]].concat(), Alert::DECRYPT_ERROR);
        }
        if self.encounter.role == Role::Client && !self.may_sign(leaf) {
            return stop(
                Cause::KeyUsage,
                &[raised::NOT_FOR_SIGNING, raised::BAD_ECC_CERT],
                Alert::HANDSHAKE_FAILURE,
            );
        }
        Ok(())
    }

    /// `tls12_check_peer_sigalg`, and before it in TLS 1.2 `tls_post_process_server_certificate`: the peer signs with a scheme that
    /// is not one for the key of its certificate, because its own key is of another type or, in TLS 1.3, on another curve.
    fn other_scheme(&self, key: &PublicKey) -> Option<(Raised, Alert)> {
        let peer = self.encounter.peer.key.as_ref()?;
        let is_rsa = |key: &PublicKey| matches!(key.kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_));
        let is_same_type = core::mem::discriminant(&peer.kind) == core::mem::discriminant(&key.kind);
        let raised = match (&peer.kind, &key.kind) {
            _ if is_rsa(peer) != is_rsa(key) && self.is_12() && self.encounter.role == Role::Client => {
                raised::WRONG_CERTIFICATE_TYPE
            }
            _ if !is_same_type => raised::WRONG_SIGNATURE_TYPE,
            (KeyKind::Ec(Curve::Named(own)), KeyKind::Ec(Curve::Named(shown)))
                if !self.is_12() && own != shown =>
            {
                raised::WRONG_CURVE_FOR_SCHEME
            }
            _ => return None,
        };
        Some((raised, Alert::ILLEGAL_PARAMETER))
    }

    fn peer_is_rsa(&self) -> bool {
        let key = self.encounter.peer.key.as_ref();
        key.is_some_and(|key| matches!(key.kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_)))
    }
}

/// `check_cert_usable` of `ssl/t1_lib.c`: the signature of the server's own certificate is one that the client lists in
/// `signature_algorithms_cert`, here Go, or OpenSSL.
fn is_offered(leaf: &X509, is_openssl: bool) -> bool {
    match leaf.certificate().signature_algorithm.signature() {
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) => {
            matches!(hash, Hash::Sha1 | Hash::Sha256 | Hash::Sha384 | Hash::Sha512)
        }
        SignatureAlgorithm::RsaPss(Some(parameters)) => {
            matches!(parameters.hash, Some(Hash::Sha256 | Hash::Sha384 | Hash::Sha512))
        }
        SignatureAlgorithm::Ed448 => is_openssl,
        SignatureAlgorithm::Dsa(_) => false,
        _ => true,
    }
}

/// `SSL_aECDSA`, which Ed25519 and Ed448 count under too (`ssl/ssl_cert_table.h`).
fn is_ecc(leaf: &X509) -> bool {
    let key = leaf.certificate().public_key.as_ref();
    key.is_some_and(|key| matches!(key.kind, KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::Ed448))
}
