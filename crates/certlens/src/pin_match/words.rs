//! The sentences about a pasted pin.

use data_encoding::{BASE64, HEXLOWER};

use super::{Hashed, Match};
use crate::crypto::digest;
use crate::inventory::{Content, Inventory, Object};
use crate::pin::sought::{Alphabet, Holder, SoughtPin, Spelling};
use crate::pin::{self, Pinned};

pub(super) fn sentences(sought: &SoughtPin, matches: &[Match], inventory: &Inventory) -> Vec<String> {
    let hash = sought.hash.name();
    if matches.is_empty() {
        return vec![unmatched(sought, inventory)];
    }
    let mut sentences: Vec<String> = matches.iter().map(|found| of_match(sought, found, inventory)).collect();
    sentences.extend(matches.iter().find_map(|found| of_holder(sought, found, inventory)));
    sentences.extend(of_spelling(sought));
    if let Some(wanted) = sought.form.hash.filter(|wanted| *wanted != sought.hash) {
        sentences.push(format!(
            "Its form asks for {}, and this has the {} bytes of {hash}: compute it anew.",
            wanted.name(),
            sought.digest.len()
        ));
    } else if !super::is_strong(sought.hash) {
        sentences.push(format!(
            "The pin has {} bytes, as {hash} gives: fit to find a certificate by, not to trust one by. Use SHA-256.",
            sought.digest.len()
        ));
    }
    sentences
}

/// The digest is right, and of somebody with whom such a pin is not compared.
fn of_holder(sought: &SoughtPin, found: &Match, inventory: &Inventory) -> Option<String> {
    if !super::is_hashed_so(sought, &found.hashed) || super::is_held_so(sought, found.object, inventory) {
        return None;
    }
    Some(match sought.form.holder? {
        Holder::Authority => {
            "Its form is compared with CAs above the peer's certificate, and this is none: take the pin of the CA that issued it, or, in \
             a TLSA record, usage 3 (RFC 7671 §5.1)."
                .to_owned()
        }
        Holder::EndEntity => {
            "Its form is compared with the peer's own certificate alone, and this is a CA's: take the pin of the certificate it issued, \
             or, in a TLSA record, usage 2 (RFC 7671 §5.2)."
                .to_owned()
        }
        Holder::Nobody => {
            "TLSA knows the usages 0 to 3 (RFC 6698 §2.1.1), and clients pass over a record with another: write 3 for the server's own \
             certificate, 2 for its CA."
                .to_owned()
        }
    })
}

/// The digest is right and its spelling is not.
fn of_spelling(sought: &SoughtPin) -> Option<String> {
    let wanted = match (sought.spelling, sought.form.alphabet) {
        (Spelling::Base64OfHex, None) => Alphabet::Base64,
        (_, Some(alphabet)) if !sought.spelling.is(alphabet) => alphabet,
        _ => return None,
    };
    Some(format!(
        "The pin is spelt in {}, where programs take {}: use `{}`.",
        sought.spelling.name(),
        wanted.name(),
        wanted.write(&sought.digest)
    ))
}

fn of_match(sought: &SoughtPin, found: &Match, inventory: &Inventory) -> String {
    // A record that holds the whole has no hash function.
    let hash = if sought.form.is_whole { "whole" } else { sought.hash.name() };
    let object = found.object.and_then(|id| inventory.object(id));
    let name = object.map(|object| format!("#{} {}", object.id.0, object.title())).unwrap_or_default();
    let right = object.map(|object| instead(sought.form.of, object)).unwrap_or_default();
    if let Some(sentence) = of_other_octets(sought, found, &name, object) {
        return sentence;
    }
    match &found.hashed {
        Hashed::Certificate if sought.form.of == Some(Pinned::PublicKey) => {
            format!(
                "The pin is the {hash} of the whole of {name}, but its form asks for that of the public key: {right}"
            )
        }
        Hashed::PublicKey if sought.form.of == Some(Pinned::Certificate) => {
            format!(
                "The pin is the {hash} of the public key of {name}, but its form asks for that of the certificate: {right}"
            )
        }
        Hashed::Certificate => format!("The pin is the {hash} of {name}.{}", of_ca(object, inventory)),
        Hashed::PublicKey => {
            format!("The pin is the {hash} of the public key of {name}.{}", of_ca(object, inventory))
        }
        Hashed::Jwk => format!("The pin is the JWK thumbprint (RFC 7638) of the public key of {name}."),
        Hashed::Ssh => format!("The pin is the SSH fingerprint of the public key of {name}."),
        Hashed::RawKey if !super::is_strong(sought.hash) => format!(
            "The pin is the {hash} of the key of {name} without its SubjectPublicKeyInfo, which is how a subject key \
             identifier is made (RFC 5280 §4.2.1.2), not a pin: {right}"
        ),
        Hashed::RawKey => format!(
            "The pin is the {hash} of the bare key of {name} (its EC point or RSAPublicKey, as `SecKeyCopyExternalRepresentation` \
             gives it), where pins are of the SubjectPublicKeyInfo around it: {right}"
        ),
        Hashed::Modulus => format!(
            "The pin is the {hash} of the modulus of {name}, where pins are of the whole SubjectPublicKeyInfo: {right}"
        ),
        Hashed::Tbs => {
            format!(
                "The pin is the {hash} of the signed part of {name}, where pins are of the whole certificate: {right}"
            )
        }
        Hashed::Pem => format!(
            "The pin is the {hash} of the PEM text of {name}, BEGIN and END lines included, where pins are of the DER encoding: {right}"
        ),
        Hashed::Base64 => format!(
            "The pin is the {hash} of the base64 text of {name}, where pins are of the bytes it decodes to: {right}"
        ),
        Hashed::File(place) => format!(
            "The pin is the {hash} of the file `{place}` as a whole, as `sha256sum` gives it, where pins are of one certificate's \
             DER encoding or of its public key: take the pin from the table of that certificate."
        ),
    }
}

/// The pin that was meant.
fn instead(of: Option<Pinned>, object: &Object) -> String {
    let spki = object.content.public_key().map(|key| BASE64.encode(&digest::sha256(&key.der)));
    let whole = match &object.content {
        Content::Certificate(certificate) => Some(HEXLOWER.encode(&digest::sha256(&certificate.der))),
        _ => None,
    };
    match (of, whole, spki) {
        (Some(Pinned::PublicKey), _, Some(spki)) | (None, None, Some(spki)) => {
            format!("use `{spki}` (`{}` in hexadecimal).", hexadecimal(&spki))
        }
        (Some(Pinned::Certificate) | None, Some(whole), None)
        | (Some(Pinned::Certificate), Some(whole), _) => {
            format!("use `{whole}`.")
        }
        (None, Some(whole), Some(spki)) => {
            format!("use `{whole}` to pin the certificate, or `{spki}` to pin its public key.")
        }
        _ => "no pin of that kind can be made of it.".to_owned(),
    }
}

/// The key is right, and hashed in another form than such a pin's.
fn of_other_octets(sought: &SoughtPin, found: &Match, name: &str, object: Option<&Object>) -> Option<String> {
    let hash = sought.hash.name();
    match &found.hashed {
        Hashed::PublicKey if sought.form.is_ssh => Some(format!(
            "The pin is the {hash} of the SubjectPublicKeyInfo of {name}, where SSHFP has that of the key as SSH sends it (RFC 4255 \
             §3.1.2): {}",
            as_ssh(object)
        )),
        Hashed::Jwk | Hashed::Ssh
            if sought.form.of == Some(Pinned::PublicKey) && !super::is_hashed_so(sought, &found.hashed) =>
        {
            Some(format!(
                "The pin is the {hash} of the public key of {name} as {} has it, but its form asks for that of the \
                 SubjectPublicKeyInfo: {}",
                if found.hashed == Hashed::Ssh { "SSH" } else { "a JSON Web Key" },
                object.map(|object| instead(sought.form.of, object)).unwrap_or_default()
            ))
        }
        _ => None,
    }
}

/// The data of the SSHFP record that was meant.
fn as_ssh(object: Option<&Object>) -> String {
    let blob = object.and_then(|object| object.content.public_key()).and_then(pin::ssh_blob);
    blob.map_or_else(
        || "no such record can be made of a key that SSH does not know.".to_owned(),
        |blob| format!("use `{}`.", HEXLOWER.encode(&digest::sha256(&blob))),
    )
}

fn hexadecimal(base64: &str) -> String {
    HEXLOWER.encode(&BASE64.decode(base64.as_bytes()).unwrap_or_default())
}

/// What follows from pinning a CA.
fn of_ca(object: Option<&Object>, inventory: &Inventory) -> String {
    let Some(object) = object else { return String::new() };
    let is_ca = matches!(&object.content, Content::Certificate(certificate) if certificate.is_ca());
    match super::issued_by(inventory, object.id).filter(|_| is_ca) {
        Some(issued) => format!(
            " That is a CA: where any certificate of the path is compared, the pin accepts everything the CA issues, and where \
             only the peer's own certificate is compared (curl, Envoy), it never matches. Pin #{} to accept that one.",
            issued.0
        ),
        None => String::new(),
    }
}

fn unmatched(sought: &SoughtPin, inventory: &Inventory) -> String {
    let what = match sought.form.of {
        Some(Pinned::Certificate) => " and its form asks for that of a certificate,",
        Some(Pinned::PublicKey) => " and its form asks for that of a public key,",
        None => "",
    };
    let count = match inventory.certificates().count() {
        0 => "a certificate".to_owned(),
        1 => "the certificate".to_owned(),
        several => format!("any of the {several} certificates"),
    };
    format!(
        "The pin is a digest of {} bytes, as {} gives,{what} but neither that of {count} here, nor of a key, nor of any PEM \
         text, base64 or bare keys: it belongs to another certificate, perhaps the one before the last renewal. Compare it with \
         what the peer presents.",
        sought.digest.len(),
        sought.hash.name(),
    )
}
