//! The configuration and the commands for OpenSSL (config(5), x509v3_config(5), openssl-req(1), openssl-x509(1)).

use core::fmt::Write as _;

use super::profile::{Key, Profile, Signer};

/// The configuration: the subject, where OpenSSL is to write it, and the extensions.
pub(super) fn config(profile: &Profile) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write_config(&mut out, profile);
    out
}

fn write_config(out: &mut String, profile: &Profile) -> core::fmt::Result {
    if profile.signer != Signer::CaOnRequest {
        writeln!(
            out,
            "[req]\nprompt = no\nutf8 = yes\nstring_mask = utf8only\ndistinguished_name = subject\n"
        )?;
        writeln!(out, "[subject]")?;
        for (at, line) in profile.subject.iter().enumerate() {
            let join = if line.is_joined { "+" } else { "" };
            // What stands before the first dot only keeps the keys of the section apart.
            writeln!(out, "{at}.{join}{} = {}", line.label, quoted(&line.value))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "[extensions]")?;
    let constraints = match &profile.authority {
        None => "CA:FALSE".to_owned(),
        Some(authority) => match authority.path_len {
            Some(length) => format!("CA:TRUE,pathlen:{length}"),
            None => "CA:TRUE".to_owned(),
        },
    };
    writeln!(out, "basicConstraints = critical,{constraints}")?;
    let bits: Vec<&str> = profile.key_usage().names().collect();
    writeln!(out, "keyUsage = critical,{}", bits.join(","))?;
    if !profile.purposes.is_empty() {
        writeln!(out, "extendedKeyUsage = {}", profile.purposes.join(","))?;
    }
    writeln!(out, "subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid")?;
    if !profile.names.is_empty() {
        // RFC 5280 §4.2.1.6: critical where there is no subject.
        let critical = if profile.subject.is_empty() { "critical," } else { "" };
        writeln!(out, "subjectAltName = {critical}@names\n\n[names]")?;
        for (at, name) in profile.names.iter().enumerate() {
            writeln!(out, "{}.{} = {}", name.kind(), at + 1, quoted(&name.text()))?;
        }
    }
    Ok(())
}

/// A value that OpenSSL's reader takes for itself: between quotes nothing is expanded, and a backslash takes the next
/// character as it is. Values hold no control characters.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " -._:/*@+=?&%~()".contains(c);
    if !value.is_empty() && value.trim() == value && value.chars().all(is_plain) {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The commands.
pub(super) fn commands(profile: &Profile) -> String {
    let stem = &profile.stem;
    let subject = if profile.subject.is_empty() { " -subj /" } else { "" };
    let make_key = format!("openssl genpkey {} -out {stem}.key\n", key_options(profile.key));
    let key = match (profile.needs_new_key, profile.authority.is_some()) {
        (true, false) => format!("# A new key.\n{make_key}"),
        (true, true) => {
            format!("# A new key: everything that the old one has signed must be issued again.\n{make_key}")
        }
        (false, true) => format!(
            "# {stem}.key is the key there is: what it has signed stays valid under the new certificate.\n"
        ),
        (false, false) => format!(
            "# A new key. To keep the pins of the key, put the one there is into {stem}.key instead.\n{make_key}"
        ),
    };
    let days = profile.days;
    let sign = |request: &str| {
        format!(
            "# ca.crt and ca.key are the CA's.\n\
             openssl x509 -req -in {request} -CA ca.crt -CAkey ca.key -CAcreateserial -days {days} \\\n  \
             -extfile {stem}.cnf -extensions extensions -out {stem}.crt\n"
        )
    };
    match profile.signer {
        Signer::Itself => format!(
            "{key}openssl req -new -x509 -config {stem}.cnf -extensions extensions -key {stem}.key{subject} -days {days} \\\n  \
             -out {stem}.crt\n"
        ),
        Signer::Ca => {
            let request = format!("{stem}.csr");
            format!(
                "{key}openssl req -new -config {stem}.cnf -key {stem}.key{subject} -out {request}\n{}",
                sign(&request)
            )
        }
        Signer::CaOnRequest => {
            let request = format!("{stem}.csr");
            format!("# {request} is the request.\n{}", sign(&request))
        }
    }
}

fn key_options(key: Key) -> String {
    match key {
        Key::Rsa(bits) => format!("-algorithm RSA -pkeyopt rsa_keygen_bits:{bits}"),
        Key::Ec(curve) => format!("-algorithm EC -pkeyopt ec_paramgen_curve:{curve}"),
        Key::Ed25519 => "-algorithm ED25519".to_owned(),
    }
}
