//! The forms of pins: what is hashed, how the digest is spelt, and where it is used.

/// One program's form of a pin.
pub(super) struct Format {
    /// Stable name.
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) material: Material,
    pub(super) spelling: Spelling,
    /// What the value begins with.
    pub(super) prefix: &'static str,
    /// Where it is used; `{pin}` is the pin without its prefix, `{name}` the name dialled.
    pub(super) snippet: &'static str,
    /// The same where the pin is of a CA.
    pub(super) snippet_of_ca: Option<&'static str>,
    pub(super) note: &'static str,
}

/// What is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Material {
    /// The DER encoding of the certificate.
    Certificate,
    /// The DER encoding of its SubjectPublicKeyInfo.
    PublicKey,
    /// The required members of the key as a JSON Web Key (RFC 7638 §3.2).
    Jwk,
    /// The key as SSH sends it (RFC 4253 §6.6).
    Ssh,
}

/// How the digest is spelt: SHA-256 unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Hex,
    HexUpper,
    HexSha1,
    HexUpperSha1,
    HexSha512,
    Colons,
    ColonsSha1,
    ColonsSha512,
    Base64,
    Base64Unpadded,
    Base64Url,
    Base64UrlSha1,
}

impl Format {
    /// The shell command that prints the pin without its prefix (for SSH, with it).
    pub(super) fn command(&self, is_certificate: bool) -> Option<String> {
        let key = if is_certificate { "openssl x509 -in cert.pem -noout -pubkey" } else { "cat key.pem" };
        let material = match self.material {
            Material::Certificate => "openssl x509 -in cert.pem -outform DER".to_owned(),
            Material::PublicKey => format!("{key} | openssl pkey -pubin -outform DER"),
            Material::Ssh => {
                let convert = "ssh-keygen -i -m PKCS8 -f /dev/stdin";
                return Some(format!("{key} | {convert} | ssh-keygen -l -f - | cut -d' ' -f2"));
            }
            Material::Jwk => return None,
        };
        let hex = |hash: &str| format!("{material} | openssl dgst -{hash} -r | cut -d' ' -f1");
        let fingerprint =
            |hash: &str| format!("openssl x509 -in cert.pem -noout -fingerprint -{hash} | cut -d= -f2");
        let url = "openssl base64 -A | tr '+/' '-_' | tr -d '='";
        Some(match self.spelling {
            Spelling::Hex => hex("sha256"),
            Spelling::HexUpper => format!("{} | tr a-f A-F", hex("sha256")),
            Spelling::HexSha1 => hex("sha1"),
            Spelling::HexUpperSha1 => format!("{} | tr a-f A-F", hex("sha1")),
            Spelling::HexSha512 => hex("sha512"),
            Spelling::Colons => fingerprint("sha256"),
            Spelling::ColonsSha1 => fingerprint("sha1"),
            Spelling::ColonsSha512 => fingerprint("sha512"),
            Spelling::Base64 => format!("{material} | openssl dgst -sha256 -binary | openssl base64 -A"),
            Spelling::Base64Unpadded => {
                format!("{material} | openssl dgst -sha256 -binary | openssl base64 -A | tr -d '='")
            }
            Spelling::Base64Url => format!("{material} | openssl dgst -sha256 -binary | {url}"),
            Spelling::Base64UrlSha1 => format!("{material} | openssl dgst -sha1 -binary | {url}"),
        })
    }
}

const fn format(id: &'static str, label: &'static str, material: Material, spelling: Spelling) -> Format {
    Format { id, label, material, spelling, prefix: "", snippet: "{pin}", snippet_of_ca: None, note: "" }
}

/// Every form, those of the certificate first.
pub(super) const FORMATS: &[Format] = &[
    Format {
        snippet: "fingerprint := sha256.Sum256(cert.Raw)\nif hex.EncodeToString(fingerprint[:]) != \"{pin}\" { … }",
        note: "Lower case without colons: the output of `openssl x509 -fingerprint` never equals it.",
        ..format("certificate-sha256", "Go, hexadecimal", Material::Certificate, Spelling::Hex)
    },
    Format {
        snippet: "sha256 Fingerprint={pin}",
        note: "As `openssl x509 -fingerprint -sha256`, keytool and browsers print it.",
        ..format(
            "certificate-sha256-colons",
            "OpenSSL SHA-256 fingerprint",
            Material::Certificate,
            Spelling::Colons,
        )
    },
    Format {
        snippet: "sha1 Fingerprint={pin}",
        note: "For finding a certificate only, as nginx's `$ssl_client_fingerprint` and MongoDB do: SHA-1 no longer \
               stops anyone from making two certificates with one fingerprint.",
        ..format("certificate-sha1", "OpenSSL SHA-1 fingerprint", Material::Certificate, Spelling::ColonsSha1)
    },
    Format {
        snippet: "sha512 Fingerprint={pin}",
        note: "As `openssl x509 -fingerprint -sha512` prints it, where a policy asks for more than SHA-256.",
        ..format(
            "certificate-sha512",
            "OpenSSL SHA-512 fingerprint",
            Material::Certificate,
            Spelling::ColonsSha512,
        )
    },
    Format {
        snippet: "map $ssl_client_fingerprint $is_known { default 0; \"{pin}\" 1; }",
        note: "nginx knows SHA-1 only, in lower case without colons: verify the client against a CA as well, with `ssl_verify_client on`.",
        ..format("nginx", "nginx $ssl_client_fingerprint", Material::Certificate, Spelling::HexSha1)
    },
    Format {
        snippet: "http-request deny unless { ssl_c_der,sha2(256),hex {pin} }",
        note: "Upper case without colons, as the converter `hex` writes it; the comparison minds the case.",
        ..format("haproxy", "HAProxy ssl_c_der,sha2(256),hex", Material::Certificate, Spelling::HexUpper)
    },
    Format {
        snippet: "Get-ChildItem -Recurse Cert: | Where-Object Thumbprint -eq {pin}",
        note: "SHA-1, upper case without colons: the thumbprint of Windows and .NET. For finding a certificate, not for trusting one.",
        ..format("windows", "Windows thumbprint", Material::Certificate, Spelling::HexUpperSha1)
    },
    Format {
        snippet: "validation_context:\n  trusted_ca: { filename: /etc/tls/ca.crt }\n  verify_certificate_hash: [\"{pin}\"]",
        note: "With or without colons. Only the certificate the peer presents is compared, not its CA.",
        ..format("envoy-hash", "Envoy verify_certificate_hash", Material::Certificate, Spelling::Hex)
    },
    Format {
        snippet: "\"x5t#S256\": \"{pin}\"",
        note: "In a JOSE header (RFC 7515 §4.1.8), and as the `cnf` of a token bound to a client certificate (RFC 8705 §3.1).",
        ..format("x5t-s256", "JOSE x5t#S256", Material::Certificate, Spelling::Base64Url)
    },
    Format {
        snippet: "\"x5t\": \"{pin}\"",
        note: "SHA-1 (RFC 7515 §4.1.7): prefer `x5t#S256` where both sides know it.",
        ..format("x5t", "JOSE x5t", Material::Certificate, Spelling::Base64UrlSha1)
    },
    Format {
        prefix: "3 0 1 ",
        snippet: "_443._tcp.{name}. IN TLSA 3 0 1 {pin}",
        note: "DANE-EE of the server's certificate (RFC 6698 §2.1); change the record before each renewal.",
        ..format("tlsa-3-0-1", "DANE TLSA 3 0 1", Material::Certificate, Spelling::Hex)
    },
    Format {
        prefix: "2 0 1 ",
        snippet: "_443._tcp.{name}. IN TLSA 2 0 1 {pin}",
        note: "DANE-TA of a CA's certificate, which the server must then send (RFC 7671 §5.2.2).",
        ..format("tlsa-2-0-1", "DANE TLSA 2 0 1", Material::Certificate, Spelling::Hex)
    },
    Format {
        prefix: "3 0 2 ",
        snippet: "_443._tcp.{name}. IN TLSA 3 0 2 {pin}",
        note: "As 3 0 1 with SHA-512, which clients need not know (RFC 6698 §6): publish 3 0 1 as well.",
        ..format("tlsa-3-0-2", "DANE TLSA 3 0 2", Material::Certificate, Spelling::HexSha512)
    },
    Format {
        prefix: "2 0 2 ",
        snippet: "_443._tcp.{name}. IN TLSA 2 0 2 {pin}",
        note: "As 2 0 1 with SHA-512, which clients need not know (RFC 6698 §6): publish 2 0 1 as well.",
        ..format("tlsa-2-0-2", "DANE TLSA 2 0 2", Material::Certificate, Spelling::HexSha512)
    },
    Format {
        snippet: "Public-Key-Pins: pin-sha256=\"{pin}\"; pin-sha256=\"BACKUP\"; max-age=5184000",
        note: "RFC 7469 §2.4. Browsers have given the header up; TrustKit and most libraries take the pin in this form.",
        ..format("spki-sha256", "public key, base64 (HPKP)", Material::PublicKey, Spelling::Base64)
    },
    Format {
        prefix: "sha256/",
        snippet: "CertificatePinner.Builder().add(\"{name}\", \"sha256/{pin}\").build()",
        note: "Any certificate of the path may match, so that a CA can be pinned.",
        ..format("okhttp", "OkHttp, Ktor", Material::PublicKey, Spelling::Base64)
    },
    Format {
        prefix: "sha256//",
        snippet: "curl --pinnedpubkey 'sha256//{pin}' https://{name}/",
        note: "Two slashes. Only the server's own key is compared. Several pins are separated by `;`.",
        ..format("curl", "curl, wget --pinnedpubkey", Material::PublicKey, Spelling::Base64)
    },
    Format {
        snippet: "<domain-config>\n  <domain>{name}</domain>\n  <pin-set>\n    <pin digest=\"SHA-256\">{pin}</pin>\n    \
                  <pin digest=\"SHA-256\">BACKUP</pin>\n  </pin-set>\n</domain-config>",
        note: "Give the set a second pin, and an `expiration` if the app may outlive the key.",
        ..format("android", "Android network security configuration", Material::PublicKey, Spelling::Base64)
    },
    Format {
        snippet: "<key>NSPinnedDomains</key>\n<dict>\n  <key>{name}</key>\n  <dict>\n    <key>NSPinnedLeafIdentities</key>\n    \
                  <array><dict><key>SPKI-SHA256-BASE64</key><string>{pin}</string></dict></array>\n  </dict>\n</dict>",
        snippet_of_ca: Some(
            "<key>NSPinnedDomains</key>\n<dict>\n  <key>{name}</key>\n  <dict>\n    <key>NSPinnedCAIdentities</key>\n    \
             <array><dict><key>SPKI-SHA256-BASE64</key><string>{pin}</string></dict></array>\n  </dict>\n</dict>",
        ),
        note: "Inside `NSAppTransportSecurity`. `SecKeyCopyExternalRepresentation` gives the key without its \
               SubjectPublicKeyInfo, whose digest is another one.",
        ..format("ios", "iOS NSPinnedDomains", Material::PublicKey, Spelling::Base64)
    },
    Format {
        snippet: "validation_context:\n  trusted_ca: { filename: /etc/tls/ca.crt }\n  verify_certificate_spki: [\"{pin}\"]",
        note: "Only the certificate the peer presents is compared, not its CA.",
        ..format("envoy-spki", "Envoy verify_certificate_spki", Material::PublicKey, Spelling::Base64)
    },
    Format {
        prefix: "pin-sha256:",
        snippet: "openconnect --servercert pin-sha256:{pin} {name}",
        note: "As `gnutls-cli` and `certtool` print it.",
        ..format("gnutls", "GnuTLS", Material::PublicKey, Spelling::Base64)
    },
    Format {
        prefix: "3 1 1 ",
        snippet: "_443._tcp.{name}. IN TLSA 3 1 1 {pin}",
        note: "DANE-EE of the server's key: the form RFC 7671 §5.1 recommends. It survives renewals that keep the key.",
        ..format("tlsa-3-1-1", "DANE TLSA 3 1 1", Material::PublicKey, Spelling::Hex)
    },
    Format {
        prefix: "2 1 1 ",
        snippet: "_443._tcp.{name}. IN TLSA 2 1 1 {pin}",
        note: "DANE-TA of a CA's key; the server must send that CA's certificate (RFC 7671 §5.2.2).",
        ..format("tlsa-2-1-1", "DANE TLSA 2 1 1", Material::PublicKey, Spelling::Hex)
    },
    Format {
        prefix: "3 1 2 ",
        snippet: "_443._tcp.{name}. IN TLSA 3 1 2 {pin}",
        note: "As 3 1 1 with SHA-512, which clients need not know (RFC 6698 §6): publish 3 1 1 as well.",
        ..format("tlsa-3-1-2", "DANE TLSA 3 1 2", Material::PublicKey, Spelling::HexSha512)
    },
    Format {
        prefix: "2 1 2 ",
        snippet: "_443._tcp.{name}. IN TLSA 2 1 2 {pin}",
        note: "As 2 1 1 with SHA-512, which clients need not know (RFC 6698 §6): publish 2 1 1 as well.",
        ..format("tlsa-2-1-2", "DANE TLSA 2 1 2", Material::PublicKey, Spelling::HexSha512)
    },
    Format {
        prefix: "sha256:",
        snippet: "kubeadm join {name}:6443 --token TOKEN --discovery-token-ca-cert-hash sha256:{pin}",
        note: "kubeadm takes the pin of the cluster's CA, never that of the API server's own certificate.",
        ..format("kubeadm", "kubeadm CA hash", Material::PublicKey, Spelling::Hex)
    },
    Format {
        snippet: "\"jkt\": \"{pin}\"",
        note: "Thumbprint of the key as a JSON Web Key (RFC 7638); often its `kid`.",
        ..format("jwk-thumbprint", "JWK thumbprint", Material::Jwk, Spelling::Base64Url)
    },
    Format {
        prefix: "SHA256:",
        snippet: "SHA256:{pin}",
        note: "The key as SSH sends it: for a key that is used for both.",
        ..format("ssh", "SSH fingerprint", Material::Ssh, Spelling::Base64Unpadded)
    },
];
