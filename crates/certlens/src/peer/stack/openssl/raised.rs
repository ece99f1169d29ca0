//! OpenSSL's error queue: what a function leaves there, and how each program that sits on OpenSSL prints it.

use core::fmt;

/// A part of OpenSSL that raises errors: its name in full, and the one that Python and Node put into their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) struct Library(&'static str, Option<&'static str>);

const ASN1: &Library = &Library("asn1 encoding routines", Some("ASN1"));
const DECODER: &Library = &Library("DECODER routines", None);
const EVP: &Library = &Library("digital envelope routines", Some("EVP"));
const PEM: &Library = &Library("PEM routines", Some("PEM"));
const PKCS12: &Library = &Library("PKCS12 routines", Some("PKCS12"));
const PROVIDER: &Library = &Library("Provider routines", None);
const RSA: &Library = &Library("rsa routines", Some("RSA"));
const SSL: &Library = &Library("SSL routines", Some("SSL"));
const STORE: &Library = &Library("STORE routines", None);
const X509: &Library = &Library("x509 certificate routines", Some("X509"));
const X509V3: &Library = &Library("X509 V3 routines", Some("X509V3"));

/// One entry of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) struct Raised {
    code: &'static str,
    library: &'static Library,
    function: &'static str,
    reason: &'static str,
    /// File and line of OpenSSL 3.0 as Debian builds it.
    place: &'static str,
    data: Data,
}

/// What `ERR_add_error_data` adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    Text(&'static str),
    /// The type that was being read.
    Type(&'static str),
    /// The field of it.
    Field(&'static str, &'static str),
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Type(of) => write!(f, "Type={of}"),
            Self::Field(field, of) => write!(f, "Field={field}, Type={of}"),
        }
    }
}

/// The queue, oldest entry first.
pub(in crate::peer::stack) type Queue = Vec<Raised>;

/// Places that are others in the OpenSSL that Node 20 is built with.
const NODE_PLACES: [(&str, &str); 12] = [
    ("crypto/x509/v3_purp.c:619", "crypto/x509/v3_purp.c:636"),
    ("crypto/asn1/tasn_dec.c:954", "crypto/asn1/tasn_dec.c:944"),
    ("crypto/asn1/tasn_dec.c:1215", "crypto/asn1/tasn_dec.c:1205"),
    ("crypto/asn1/tasn_dec.c:1225", "crypto/asn1/tasn_dec.c:1215"),
    ("crypto/asn1/a_mbstr.c:97", "crypto/asn1/a_mbstr.c:85"),
    ("ssl/statem/statem_lib.c:956", "ssl/statem/statem_lib.c:987"),
    ("ssl/t1_lib.c:3258", "ssl/t1_lib.c:3315"),
    ("ssl/t1_lib.c:3185", "ssl/t1_lib.c:3242"),
    ("ssl/t1_lib.c:1464", "ssl/t1_lib.c:1514"),
    ("ssl/t1_lib.c:1481", "ssl/t1_lib.c:1538"),
    ("ssl/t1_lib.c:1488", "ssl/t1_lib.c:1545"),
    ("ssl/record/rec_layer_s3.c:1602", "ssl/record/rec_layer_s3.c:1601"),
];

impl Raised {
    const fn new(
        code: &'static str,
        library: &'static Library,
        function: &'static str,
        reason: &'static str,
        place: &'static str,
    ) -> Self {
        Self { code, library, function, reason, place, data: Data::Text("") }
    }

    /// With this said of it.
    pub(in crate::peer::stack) const fn data(self, data: &'static str) -> Self {
        Self { data: Data::Text(data), ..self }
    }

    /// Raised while this type was read.
    pub(in crate::peer::stack) const fn of(self, of: &'static str) -> Self {
        Self { data: Data::Type(of), ..self }
    }

    /// Raised while this field of it was read.
    pub(in crate::peer::stack) const fn field(self, field: &'static str, of: &'static str) -> Self {
        Self { data: Data::Field(field, of), ..self }
    }

    /// The reason as an identifier: `BAD_END_LINE`.
    fn symbol(&self) -> String {
        self.reason.to_ascii_uppercase().replace(' ', "_")
    }

    /// As CPython words it (`fill_and_set_sslerror` of `_ssl.c`), which knows no symbols for the reasons that name a library.
    pub(in crate::peer::stack) fn in_python(&self) -> String {
        let library = self.library.1.unwrap_or("SSL");
        match self.reason.strip_suffix(" lib") {
            Some(_) => format!("[{library}] {} (_ssl.c:1006)", self.reason),
            None => format!("[{library}: {}] {} (_ssl.c:1006)", self.symbol(), self.reason),
        }
    }

    /// As `openssl` prints it (`ERR_print_errors`).
    pub(in crate::peer::stack) fn in_cli(&self) -> String {
        let Self { code, library, function, reason, place, data } = self;
        format!("error:{code}:{}:{function}:{reason}:../{place}:{data}", library.0)
    }

    /// As Node words an error of a running connection (`node::crypto::TLSWrap`).
    pub(in crate::peer::stack) fn in_node(&self) -> String {
        let Self { code, library, function, reason, place, data } = self;
        let symbol = self.symbol();
        let place = NODE_PLACES.iter().find(|(own, _)| own == place).map_or(*place, |(_, nodes)| *nodes);
        format!(
            "ERR_SSL_{symbol}: error:{code}:{}:{function}:{reason}:../deps/openssl/openssl/{place}:{data}",
            library.0
        )
    }

    /// As Node words an error of `createSecureContext` (`node::crypto::Decorate`).
    pub(in crate::peer::stack) fn in_node_context(&self) -> String {
        let prefix = match self.library.1 {
            Some("SSL") => "SSL_".to_owned(),
            Some(library) => format!("OSSL_{library}_"),
            None => "OSSL_".to_owned(),
        };
        format!("ERR_{prefix}{}: error:{}:{}::{}", self.symbol(), self.code, self.library.0, self.reason)
    }
}

macro_rules! raised {
    ($($name:ident = $code:literal $library:ident $function:literal $reason:literal $place:literal $(, $data:literal)?;)*) => {
        $(pub(in crate::peer::stack) const $name: Raised =
            Raised::new($code, $library, $function, $reason, $place)$(.data($data))?;)*
    };
}

raised! {
    ILLEGAL_PADDING = "068000DD" ASN1 "c2i_ibuf" "illegal padding" "crypto/asn1/a_int.c:193";
    ZERO_CONTENT = "068000DE" ASN1 "c2i_ibuf" "illegal zero content" "crypto/asn1/a_int.c:160";
    STRING_TOO_SHORT = "06800098" ASN1 "ossl_c2i_ASN1_BIT_STRING" "string too short" "crypto/asn1/a_bitstr.c:142";
    BITS_INVALID = "068000DC" ASN1 "ossl_c2i_ASN1_BIT_STRING" "invalid bit string bits left" "crypto/asn1/a_bitstr.c:142";
    OBJECT_ENDS = "068000D8" ASN1 "ossl_c2i_ASN1_OBJECT" "invalid object encoding" "crypto/asn1/a_object.c:257";
    OBJECT_ENCODING = "068000D8" ASN1 "ossl_c2i_ASN1_OBJECT" "invalid object encoding" "crypto/asn1/a_object.c:287";
    BOOLEAN_LENGTH = "0680006A" ASN1 "asn1_ex_c2i" "boolean is wrong length" "crypto/asn1/tasn_dec.c:902";
    NULL_LENGTH = "06800090" ASN1 "asn1_ex_c2i" "null is wrong length" "crypto/asn1/tasn_dec.c:894";
    BMP_LENGTH = "068000D6" ASN1 "asn1_ex_c2i" "bmpstring is wrong length" "crypto/asn1/tasn_dec.c:954";
    UNIVERSAL_LENGTH = "068000D7" ASN1 "asn1_ex_c2i" "universalstring is wrong length" "crypto/asn1/tasn_dec.c:958";
    TYPE_NOT_CONSTRUCTED = "0680009C" ASN1 "asn1_d2i_ex_primitive" "type not constructed" "crypto/asn1/tasn_dec.c:796";
    TYPE_NOT_PRIMITIVE = "068000C3" ASN1 "asn1_d2i_ex_primitive" "type not primitive" "crypto/asn1/tasn_dec.c:814";
    INVALID_UTF8 = "06800086" ASN1 "ASN1_mbstring_ncopy" "invalid utf8string" "crypto/asn1/a_mbstr.c:97";
    OBJECT_TOO_LONG = "0680009B" ASN1 "ASN1_get_object" "too long" "crypto/asn1/asn1_lib.c:95";
    HEADER_TOO_LONG = "0680007B" ASN1 "ASN1_get_object" "header too long" "crypto/asn1/asn1_lib.c:105";
    TOO_SMALL = "068000E0" ASN1 "asn1_check_tlen" "too small" "crypto/asn1/tasn_dec.c:1185";
    BAD_OBJECT_HEADER = "06800066" ASN1 "asn1_check_tlen" "bad object header" "crypto/asn1/tasn_dec.c:1215";
    WRONG_TAG = "068000A8" ASN1 "asn1_check_tlen" "wrong tag" "crypto/asn1/tasn_dec.c:1225";
    ITEM_TOO_SMALL = "068000E0" ASN1 "asn1_item_embed_d2i" "too small" "crypto/asn1/tasn_dec.c:212";
    STRING_CLASS = "0680008B" ASN1 "asn1_item_embed_d2i" "mstring not universal" "crypto/asn1/tasn_dec.c:270";
    STRING_TAG = "0680008C" ASN1 "asn1_item_embed_d2i" "mstring wrong tag" "crypto/asn1/tasn_dec.c:279";
    NOT_CONSTRUCTED = "06800095" ASN1 "asn1_item_embed_d2i" "sequence not constructed" "crypto/asn1/tasn_dec.c:387";
    UNEXPECTED_END = "0680009F" ASN1 "asn1_item_embed_d2i" "unexpected eoc" "crypto/asn1/tasn_dec.c:427";
    MISSING_END = "06800089" ASN1 "asn1_item_embed_d2i" "missing eoc" "crypto/asn1/tasn_dec.c:466";
    SEQUENCE_LENGTH = "06800094" ASN1 "asn1_item_embed_d2i" "sequence length mismatch" "crypto/asn1/tasn_dec.c:471";
    FIELD_MISSING = "06800079" ASN1 "asn1_item_embed_d2i" "field missing" "crypto/asn1/tasn_dec.c:491";
    EXPLICIT_NOT_CONSTRUCTED = "06800078" ASN1 "asn1_template_ex_d2i" "explicit tag not constructed" "crypto/asn1/tasn_dec.c:556";
    EXPLICIT_MISSING_END = "06800089" ASN1 "asn1_template_ex_d2i" "missing eoc" "crypto/asn1/tasn_dec.c:571";
    EXPLICIT_LENGTH = "06800077" ASN1 "asn1_template_ex_d2i" "explicit length mismatch" "crypto/asn1/tasn_dec.c:579";
    LIST_UNEXPECTED_END = "0680009F" ASN1 "asn1_template_noexp_d2i" "unexpected eoc" "crypto/asn1/tasn_dec.c:669";
    LIST_MISSING_END = "06800089" ASN1 "asn1_template_noexp_d2i" "missing eoc" "crypto/asn1/tasn_dec.c:694";
    NESTED_STRINGS = "0688010A" ASN1 "asn1_item_embed_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:261";
    NESTED_ITEM = "0688010A" ASN1 "asn1_item_embed_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:375";
    NESTED_EXPLICIT_TAG = "0688010A" ASN1 "asn1_template_ex_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:551";
    NESTED_EXPLICIT = "0688010A" ASN1 "asn1_template_ex_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:563";
    NESTED_LIST_TAG = "0688010A" ASN1 "asn1_template_noexp_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:639";
    NESTED_ELEMENT = "0688010A" ASN1 "asn1_template_noexp_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:681";
    NESTED_IMPLICIT = "0688010A" ASN1 "asn1_template_noexp_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:703";
    NESTED_TEMPLATE = "0688010A" ASN1 "asn1_template_noexp_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:712";
    NESTED_ANY = "0688010A" ASN1 "asn1_d2i_ex_primitive" "nested asn1 error" "crypto/asn1/tasn_dec.c:764";
    NESTED_PRIMITIVE = "0688010A" ASN1 "asn1_d2i_ex_primitive" "nested asn1 error" "crypto/asn1/tasn_dec.c:779";
    NESTED_NAME = "0688010A" ASN1 "x509_name_ex_d2i" "nested asn1 error" "crypto/x509/x_name.c:207";
    NESTED_LIST_INFO = "0688010A" ASN1 "asn1_item_embed_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:375", "Type=X509_CRL_INFO";
    NESTED_LIST = "0688010A" ASN1 "asn1_template_noexp_d2i" "nested asn1 error" "crypto/asn1/tasn_dec.c:712", "Field=crl, Type=X509_CRL";
    PSS_PARAMETERS = "020000AB" RSA "ossl_rsa_pss_to_ctx" "invalid pss parameters" "crypto/rsa/rsa_ameth.c:540";
    WRONG_LENGTH = "02000077" RSA "ossl_rsa_verify" "wrong signature length" "crypto/rsa/rsa_sign.c:339";
    BITS_LEFT = "068000DC" ASN1 "ASN1_item_verify_ctx" "invalid bit string bits left" "crypto/asn1/a_verify.c:131";
    ITEM_VERIFY = "06880006" ASN1 "ASN1_item_verify_ctx" "EVP lib" "crypto/asn1/a_verify.c:220";

    NO_START_LINE = "0480006C" PEM "get_name" "no start line" "crypto/pem/pem_lib.c:763", "Expecting: TRUSTED CERTIFICATE";
    NO_END_LINE = "04800066" PEM "get_header_and_data" "bad end line" "crypto/pem/pem_lib.c:828";
    BAD_END_LINE = "04800066" PEM "get_header_and_data" "bad end line" "crypto/pem/pem_lib.c:871";
    BAD_BASE64 = "04800064" PEM "PEM_read_bio_ex" "bad base64 decode" "crypto/pem/pem_lib.c:966";
    NOT_PROC_TYPE = "0480006B" PEM "PEM_get_EVP_CIPHER_INFO" "not proc type" "crypto/pem/pem_lib.c:504";
    NOT_ENCRYPTED = "0480006A" PEM "PEM_get_EVP_CIPHER_INFO" "not encrypted" "crypto/pem/pem_lib.c:516";
    NOT_DEK_INFO = "04800069" PEM "PEM_get_EVP_CIPHER_INFO" "not dek info" "crypto/pem/pem_lib.c:531";
    HEADER_BAD_DECRYPT = "04800065" PEM "PEM_do_header" "bad decrypt" "crypto/pem/pem_lib.c:469";
    PEM_ASN1 = "0488000D" PEM "PEM_ASN1_read_bio" "ASN1 lib" "crypto/pem/pem_oth.c:33";
    INFO_ASN1 = "0488000D" PEM "PEM_X509_INFO_read_bio_ex" "ASN1 lib" "crypto/pem/pem_info.c:170";

    TRUST_FILE = "05880009" X509 "X509_load_cert_crl_file_ex" "PEM lib" "crypto/x509/by_file.c:235";
    NOTHING_FOUND = "05800088" X509 "X509_load_cert_crl_file_ex" "no certificate or crl found" "crypto/x509/by_file.c:252";
    KEY_VALUES = "05800074" X509 "X509_check_private_key" "key values mismatch" "crypto/x509/x509_cmp.c:403";
    INVALID_CERTIFICATE = "1100009E" X509V3 "ossl_x509v3_cache_extensions" "invalid certificate" "crypto/x509/v3_purp.c:619";

    KEY_DECODE = "03000072" EVP "X509_PUBKEY_get0" "decode error" "crypto/x509/x_pubkey.c:461";
    NOT_DECODED = "1E08010C" DECODER "OSSL_DECODER_from_bio" "unsupported" "crypto/encode_decode/decoder_lib.c:103";
    NOT_STORED = "1608010C" STORE "ossl_store_handle_load_result" "unsupported" "crypto/store/store_result.c:149";
    BAD_DECRYPT = "1C800064" PROVIDER "ossl_cipher_unpadblock" "bad decrypt" "providers/implementations/ciphers/ciphercommon_block.c:124";
    CIPHER_FINAL = "11800074" PKCS12 "PKCS12_pbe_crypt_ex" "pkcs12 cipherfinal error" "crypto/pkcs12/p12_decr.c:89", "empty password";

    CERTIFICATE_FILE = "0A080009" SSL "use_certificate_chain_file" "PEM lib" "ssl/ssl_rsa.c:439";
    KEY_FILE = "0A080009" SSL "SSL_CTX_use_PrivateKey_file" "PEM lib" "ssl/ssl_rsa.c:393";
    EE_KEY_TOO_SMALL = "0A00018F" SSL "SSL_CTX_use_certificate" "ee key too small" "ssl/ssl_rsa.c:222";
    MD_TOO_WEAK = "0A00018E" SSL "SSL_CTX_use_certificate" "ca md too weak" "ssl/ssl_rsa.c:222";
    CHAIN_KEY_TOO_SMALL = "0A00018D" SSL "ssl_cert_set0_chain" "ca key too small" "ssl/ssl_cert.c:271";
    CHAIN_MD_TOO_WEAK = "0A00018E" SSL "ssl_cert_set0_chain" "ca md too weak" "ssl/ssl_cert.c:271";
    SENT_KEY_TOO_SMALL = "0A00018D" SSL "ssl_add_cert_chain" "ca key too small" "ssl/statem/statem_lib.c:956";
    NO_CERTIFICATE_ASSIGNED = "0A0000B1" SSL "SSL_CTX_check_private_key" "no certificate assigned" "ssl/ssl_lib.c:1811";

    CLIENT_SEES_ASN1 = "0A08000D" SSL "tls_process_server_certificate" "ASN1 lib" "ssl/statem/statem_clnt.c:1810";
    CLIENT_SEES_LENGTH = "0A000087" SSL "tls_process_server_certificate" "cert length mismatch" "ssl/statem/statem_clnt.c:1815";
    CLIENT_VERIFY = "0A000086" SSL "tls_post_process_server_certificate" "certificate verify failed" "ssl/statem/statem_clnt.c:1889";
    CLIENT_SEES_SIGNATURE = "0A00007B" SSL "tls_process_key_exchange" "bad signature" "ssl/statem/statem_clnt.c:2308";
    SERVER_SEES_ASN1 = "0A08000D" SSL "tls_process_client_certificate" "ASN1 lib" "ssl/statem/statem_srvr.c:3472";
    SERVER_SEES_LENGTH = "0A000087" SSL "tls_process_client_certificate" "cert length mismatch" "ssl/statem/statem_srvr.c:3477";
    SERVER_VERIFY = "0A000086" SSL "tls_process_client_certificate" "certificate verify failed" "ssl/statem/statem_srvr.c:3530";
    MESSAGE_SIZE = "0A000098" SSL "read_state_machine" "excessive message size" "ssl/statem/statem.c:618";
    NO_CERTIFICATE = "0A0000C7" SSL "tls_process_client_certificate" "peer did not return a certificate" "ssl/statem/statem_srvr.c:3517";
    VERIFY_SIGNATURE = "0A00007B" SSL "tls_process_cert_verify" "bad signature" "ssl/statem/statem_lib.c:545";
    NOT_FOR_SIGNING = "0A00013E" SSL "ssl_check_srvr_ecc_cert_and_alg" "ecc cert not for signing" "ssl/ssl_lib.c:3690";
    BAD_ECC_CERT = "0A000130" SSL "ssl3_check_cert_and_algorithm" "bad ecc cert" "ssl/statem/statem_clnt.c:3578";
    WRONG_SIGNATURE_TYPE = "0A000172" SSL "tls12_check_peer_sigalg" "wrong signature type" "ssl/t1_lib.c:1464";
    WRONG_CURVE_FOR_SCHEME = "0A00017A" SSL "tls12_check_peer_sigalg" "wrong curve" "ssl/t1_lib.c:1481";
    WRONG_CERTIFICATE_TYPE = "0A00017F" SSL "tls_post_process_server_certificate" "wrong certificate type" "ssl/statem/statem_clnt.c:1920";
    WRONG_CURVE = "0A00017A" SSL "tls12_check_peer_sigalg" "wrong curve" "ssl/t1_lib.c:1488";
    NO_SHARED_CIPHER = "0A0000C1" SSL "tls_post_process_client_hello" "no shared cipher" "ssl/statem/statem_srvr.c:2226";
    NO_SCHEME_1_2 = "0A000076" SSL "tls_choose_sigalg" "no suitable signature algorithm" "ssl/t1_lib.c:3258";
    NO_SCHEME = "0A000076" SSL "tls_choose_sigalg" "no suitable signature algorithm" "ssl/t1_lib.c:3185";
    UNSUPPORTED_PROTOCOL = "0A000102" SSL "tls_early_post_process_client_hello" "unsupported protocol" "ssl/statem/statem_srvr.c:1664";
    HANDSHAKE_FAILURE_ALERT = "0A000410" SSL "ssl3_read_bytes" "sslv3 alert handshake failure" "ssl/record/rec_layer_s3.c:1602", "SSL alert number 40";
    ILLEGAL_PARAMETER_ALERT = "0A000417" SSL "ssl3_read_bytes" "sslv3 alert illegal parameter" "ssl/record/rec_layer_s3.c:1602", "SSL alert number 47";
    DECODE_ERROR_ALERT = "0A00041A" SSL "ssl3_read_bytes" "tlsv1 alert decode error" "ssl/record/rec_layer_s3.c:1602", "SSL alert number 50";
    PROTOCOL_VERSION_ALERT = "0A00042E" SSL "ssl3_read_bytes" "tlsv1 alert protocol version" "ssl/record/rec_layer_s3.c:1602", "SSL alert number 70";

    INVALID_PADDING = "0200008A" RSA "RSA_padding_check_PKCS1_type_1" "invalid padding" "crypto/rsa/rsa_pk1.c:75";
    PADDING_CHECK = "02000072" RSA "rsa_ossl_public_decrypt" "padding check failed" "crypto/rsa/rsa_ossl.c:590";
    LAST_OCTET = "02000086" RSA "RSA_verify_PKCS1_PSS_mgf1" "last octet invalid" "crypto/rsa/rsa_pss.c:94";
    PSS_VERIFY = "1C880004" PROVIDER "rsa_verify" "RSA lib" "providers/implementations/signature/rsa_sig.c:829";
    RSA_VERIFY = "1C880004" PROVIDER "rsa_verify" "RSA lib" "providers/implementations/signature/rsa_sig.c:788";
}
