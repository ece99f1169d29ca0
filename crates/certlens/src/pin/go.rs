//! Pinning in Go that keeps the checks of crypto/tls and is not skipped on resumption.

use data_encoding::BASE64;

use crate::crypto::digest;
use crate::x509::certificate::Certificate;

/// A `tls.Config` for a client that accepts only the public key of `certificate`, on top of the usual verification.
///
/// `VerifyPeerCertificate` is not called when a session is resumed, `VerifyConnection` is (Go, crypto/tls, `Config`).
#[must_use]
pub fn client(certificate: &Certificate) -> Option<String> {
    let key = certificate.public_key.as_ref()?;
    let name = super::dialled_name(certificate).unwrap_or("NAME");
    Some(CLIENT.replace("{pin}", &BASE64.encode(&digest::sha256(&key.der))).replace("{name}", name))
}

const CLIENT: &str = r#"// pinnedConfig verifies the chain and the name against roots, and pins the server's public key on top of that.
func pinnedConfig(roots *x509.CertPool, certificate tls.Certificate) *tls.Config {
	pins := map[string]bool{
		"{pin}": true,
		// The pin of the next key comes here, before the server uses it: with one pin alone, every change of key is an outage.
	}
	return &tls.Config{
		Certificates: []tls.Certificate{certificate},
		RootCAs:      roots,
		ServerName:   "{name}",
		MinVersion:   tls.VersionTLS12,
		// Unlike VerifyPeerCertificate, VerifyConnection also runs when a session is resumed.
		VerifyConnection: func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) == 0 {
				return errors.New("the server presented no certificate")
			}
			digest := sha256.Sum256(state.PeerCertificates[0].RawSubjectPublicKeyInfo)
			pin := base64.StdEncoding.EncodeToString(digest[:])
			// Pins are no secrets: how long the comparison takes tells nobody anything.
			if !pins[pin] {
				return fmt.Errorf("the key of %q is not pinned: its pin is %s", state.ServerName, pin)
			}
			return nil
		},
	}
}
"#;
