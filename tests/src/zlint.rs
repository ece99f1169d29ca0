//! zlint's verdicts on certificates, and which of our rules ask the same question.

use std::collections::{BTreeMap, BTreeSet};

use certlens::rule::Outcome;
use certlens::settings::Profile;
use certlens::span::Location;
use certlens::time::Timestamp;
use certlens::x509::oids;
use certlens::{Settings, Source, inspect};
use serde::Deserialize;

/// The suite as its JSON gives it.
#[derive(Deserialize)]
pub struct Suite {
    /// PEM by file name.
    pub certs: BTreeMap<String, String>,
    /// What zlint says.
    pub expected: Vec<Expectation>,
}

/// What one lint of zlint says of one certificate.
#[derive(Deserialize)]
pub struct Expectation {
    /// The lint.
    pub lint: String,
    /// The certificate.
    pub file: String,
    /// `Pass`, `Error`, `Warn`, `Notice`, `NA` or `NE`.
    pub expected: String,
    /// The document the lint is from.
    pub group: String,
}

impl Expectation {
    /// True if zlint objects.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self.expected.as_str(), "Error" | "Warn" | "Notice")
    }
}

/// The codes of everything that does not hold in each certificate of the suite, judged as if it were public; a code in an
/// extension also as `code@extension`.
#[must_use]
pub fn judge(suite: &Suite) -> BTreeMap<&str, BTreeSet<String>> {
    suite.certs.iter().map(|(name, pem)| (name.as_str(), codes(name, pem))).collect()
}

fn codes(name: &str, pem: &str) -> BTreeSet<String> {
    let settings =
        Settings { time: Timestamp(1_700_000_000), profile: Profile::WebPki, ..Settings::default() };
    let source = Source { name: name.to_owned(), content: pem.as_bytes().to_vec() };
    let inspection = inspect(&[source], &settings);
    let mut codes = BTreeSet::new();
    for finding in inspection.findings.iter().filter(|finding| finding.outcome == Outcome::Fail) {
        codes.insert(finding.rule.code.to_owned());
        if let Location::Field { object, bytes } = finding.location
            && let Some(certificate) = inspection.inventory.certificate(object)
            && let Some(extension) = certificate
                .extensions
                .iter()
                .find(|extension| extension.range.start <= bytes.start && bytes.end <= extension.range.end)
            && let Some(extension) = oids::extension(&extension.oid)
        {
            codes.insert(format!("{}@{extension}", finding.rule.code));
        }
    }
    codes
}

/// Our rules that ask what a lint of zlint asks; nothing where none does.
#[must_use]
pub fn rules_for(lint: &str) -> Option<&'static [&'static str]> {
    SAME_QUESTION.iter().find(|(theirs, _)| *theirs == lint).map(|(_, ours)| *ours)
}

/// Lints of zlint beside the rules that ask the same; any of them is the answer.
pub const SAME_QUESTION: &[(&str, &[&str])] = &[
    // RFC 5280 and its companions
    ("e_basic_constr_invalid_der", &["default-encoded@basicConstraints", "boolean-not-der@basicConstraints"]),
    ("e_basic_constraints_not_critical", &["basic-constraints-not-critical"]),
    ("e_ca_subject_field_empty", &["ca-subject-empty"]),
    ("e_cert_contains_unique_identifier", &["unique-identifiers"]),
    ("e_cert_ext_invalid_der", &["default-encoded"]),
    ("e_cert_extensions_version_not_3", &["extensions-in-old-version"]),
    ("e_cert_sig_alg_not_match_tbs_sig_alg", &["signature-algorithms-differ"]),
    ("e_cert_unique_identifier_version_not_2_or_3", &["unique-identifiers-in-version-1"]),
    ("e_ecdsa_allowed_ku", &["encipherment-with-ec"]),
    ("e_empty_sct_list", &["signed-certificate-timestamps-empty"]),
    ("e_ext_aia_marked_critical", &["authority-info-access-critical"]),
    ("e_ext_authority_key_identifier_critical", &["authority-key-identifier-critical"]),
    ("e_ext_authority_key_identifier_missing", &["authority-key-identifier-missing"]),
    (
        "e_ext_authority_key_identifier_no_key_identifier",
        &["authority-key-identifier-without-key", "authority-key-identifier-missing"],
    ),
    ("e_ext_cannot_be_empty_sequence", &["list-empty"]),
    ("e_ext_cert_policy_disallowed_any_policy_qualifier", &["any-policy-qualifier"]),
    ("e_ext_cert_policy_duplicate", &["policy-repeated"]),
    ("e_ext_cert_policy_explicit_text_too_long", &["policy-text-too-long"]),
    ("e_ext_duplicate_extension", &["extension-duplicate"]),
    ("e_ext_freshest_crl_marked_critical", &["freshest-crl-critical"]),
    ("e_ext_ian_dns_not_ia5_string", &["dns-name-not-ascii@issuerAltName"]),
    ("e_ext_ian_no_entries", &["list-empty@issuerAltName"]),
    ("e_ext_ian_rfc822_format_invalid", &["mail-address-malformed@issuerAltName"]),
    ("e_ext_ian_uri_format_invalid", &["uri-relative@issuerAltName"]),
    ("e_ext_ian_uri_host_not_fqdn_or_ip", &["uri-host-invalid@issuerAltName", "uri-relative@issuerAltName"]),
    ("e_ext_ian_uri_not_ia5", &["string-characters@issuerAltName"]),
    ("e_ext_ian_uri_relative", &["uri-relative@issuerAltName"]),
    ("e_ext_key_usage_cert_sign_without_ca", &["key-cert-sign-without-ca"]),
    ("e_ext_key_usage_without_bits", &["list-empty@keyUsage"]),
    ("e_ext_name_constraints_not_critical", &["name-constraints-not-critical"]),
    ("e_ext_name_constraints_not_in_ca", &["name-constraints-without-ca"]),
    ("e_ext_policy_constraints_empty", &["list-empty@policyConstraints"]),
    ("e_ext_policy_constraints_not_critical", &["policy-constraints-not-critical"]),
    ("e_ext_policy_map_any_policy", &["policy-mapping-any-policy"]),
    ("e_ext_san_dns_name_too_long", &["dns-name-too-long@subjectAltName"]),
    ("e_ext_san_dns_not_ia5_string", &["dns-name-not-ascii@subjectAltName"]),
    ("e_ext_san_empty_name", &["san-name-empty@subjectAltName"]),
    ("e_ext_san_no_entries", &["list-empty@subjectAltName"]),
    ("e_ext_san_not_critical_without_subject", &["san-not-critical-without-subject"]),
    ("e_ext_san_rfc822_format_invalid", &["mail-address-malformed@subjectAltName"]),
    ("e_ext_san_space_dns_name", &["dns-name-characters@subjectAltName"]),
    ("e_ext_san_uri_format_invalid", &["uri-relative@subjectAltName"]),
    (
        "e_ext_san_uri_host_not_fqdn_or_ip",
        &["uri-host-invalid@subjectAltName", "uri-relative@subjectAltName"],
    ),
    ("e_ext_san_uri_not_ia5", &["string-characters@subjectAltName"]),
    ("e_ext_san_uri_relative", &["uri-relative@subjectAltName"]),
    ("e_ext_subject_directory_attr_critical", &["subject-directory-attributes-critical"]),
    ("e_ext_subject_key_identifier_critical", &["subject-key-identifier-critical"]),
    ("e_ext_subject_key_identifier_missing_ca", &["subject-key-identifier-missing-on-ca"]),
    ("e_generalized_time_does_not_include_seconds", &["time-malformed"]),
    ("e_generalized_time_includes_fraction_seconds", &["time-malformed"]),
    ("e_generalized_time_not_in_zulu", &["time-malformed"]),
    ("e_incorrect_ku_encoding", &["bit-list-trailing-zeros"]),
    ("e_inhibit_any_policy_not_critical", &["inhibit-any-policy-not-critical"]),
    ("e_international_dns_name_not_nfc", &["dns-name-international"]),
    ("e_international_dns_name_not_unicode", &["dns-name-international"]),
    ("e_issuer_dn_country_not_printable_string", &["country-string-type"]),
    ("e_issuer_field_empty", &["issuer-empty"]),
    ("e_key_usage_and_extended_key_usage_inconsistent", &["purpose-without-usage"]),
    ("e_key_usage_incorrect_length", &["value-out-of-range@keyUsage"]),
    ("e_name_constraint_empty", &["list-empty@nameConstraints"]),
    ("e_name_constraint_maximum_not_absent", &["name-constraint-distance"]),
    ("e_name_constraint_minimum_non_zero", &["name-constraint-distance"]),
    ("e_name_constraint_not_fqdn", &["uri-constraint-not-host"]),
    ("e_path_len_constraint_improperly_included", &["path-len-without-ca", "path-len-without-key-cert-sign"]),
    ("e_path_len_constraint_zero_or_less", &["value-out-of-range@basicConstraints"]),
    ("e_rfc_dnsname_empty_label", &["dns-name-label-empty"]),
    ("e_rfc_dnsname_hyphen_in_sld", &["dns-name-hyphen"]),
    ("e_rsa_allowed_ku_ca", &["key-agreement-with-rsa"]),
    ("e_rsa_allowed_ku_ee", &["key-agreement-with-rsa"]),
    ("e_rsa_allowed_ku_no_encipherment_ca", &["ca-with-encipherment"]),
    ("e_serial_number_longer_than_20_octets", &["serial-number-too-long"]),
    ("e_serial_number_not_positive", &["serial-number-negative", "serial-number-zero"]),
    ("e_spki_rsa_encryption_parameter_not_null", &["rsa-key-parameters-not-null"]),
    ("e_subj_email_not_in_san", &["email-not-in-san"]),
    ("e_subject_common_name_max_length", &["attribute-too-long"]),
    ("e_subject_dn_country_not_printable_string", &["country-string-type"]),
    ("e_subject_dn_not_printable_characters", &["attribute-control-characters"]),
    ("e_subject_dn_qualifier_not_printable_string", &["country-string-type"]),
    ("e_subject_dn_serial_number_max_length", &["attribute-too-long"]),
    ("e_subject_dn_serial_number_not_printable_string", &["country-string-type"]),
    ("e_subject_email_max_length", &["attribute-too-long"]),
    ("e_subject_empty_without_san", &["holder-nameless"]),
    ("e_subject_given_name_max_length", &["attribute-too-long"]),
    ("e_subject_info_access_marked_critical", &["subject-info-access-critical"]),
    ("e_subject_locality_name_max_length", &["attribute-too-long"]),
    ("e_subject_organization_name_max_length", &["attribute-too-long"]),
    ("e_subject_organizational_unit_name_max_length", &["attribute-too-long"]),
    ("e_subject_postal_code_max_length", &["attribute-too-long"]),
    ("e_subject_printable_string_badalpha", &["string-characters"]),
    ("e_subject_state_name_max_length", &["attribute-too-long"]),
    ("e_subject_street_address_max_length", &["attribute-too-long"]),
    ("e_subject_surname_max_length", &["attribute-too-long"]),
    ("e_superfluous_ku_encoding", &["bit-list-trailing-zeros"]),
    ("e_tbs_signature_rsa_encryption_parameter_not_null", &["signature-rsa-parameters-not-null"]),
    ("e_utc_time_does_not_include_seconds", &["time-malformed"]),
    ("e_utc_time_not_in_zulu", &["time-malformed"]),
    ("e_wrong_time_format_pre2050", &["generalized-time-before-2050"]),
    ("n_ecdsa_ee_invalid_ku", &["encipherment-with-ec", "key-cert-sign-without-ca", "crl-sign-without-ca"]),
    ("w_distribution_point_incomplete", &["distribution-point-empty"]),
    ("w_distribution_point_missing_ldap_or_uri", &["crl-url-missing"]),
    ("w_eku_critical_improperly", &["any-purpose-critical"]),
    ("w_ext_aia_access_location_missing", &["ca-issuers-url-missing"]),
    ("w_ext_cert_policy_contains_noticeref", &["policy-notice-reference"]),
    ("w_ext_cert_policy_explicit_text_includes_control", &["policy-text-control-characters"]),
    ("w_ext_cert_policy_explicit_text_not_nfc", &["policy-text-not-normalized"]),
    ("w_ext_cert_policy_explicit_text_not_utf8", &["policy-text-type"]),
    ("w_ext_crl_distribution_marked_critical", &["crl-distribution-points-critical"]),
    ("w_ext_ian_critical", &["issuer-alternative-name-critical"]),
    ("w_ext_key_usage_not_critical", &["key-usage-not-critical"]),
    ("w_ext_policy_map_not_critical", &["policy-mappings-not-critical"]),
    ("w_ext_policy_map_not_in_cert_policy", &["policy-mapping-unlisted"]),
    ("w_ext_subject_key_identifier_missing_sub_cert", &["subject-key-identifier-missing"]),
    ("w_name_constraint_on_edi_party_name", &["name-constraint-form"]),
    ("w_name_constraint_on_registered_id", &["name-constraint-form"]),
    ("w_name_constraint_on_x400", &["name-constraint-form"]),
    ("w_rfc_dnsname_underscore_in_trd", &["dns-name-underscore"]),
    // Others
    ("e_ca_key_cert_sign_not_set", &["ca-without-key-cert-sign"]),
    ("e_ca_key_usage_not_critical", &["key-usage-not-critical"]),
    ("e_dnsname_bad_character_in_label", &["dns-name-characters", "dns-name-is-url"]),
    ("e_dnsname_empty_label", &["dns-name-label-empty"]),
    ("e_dnsname_left_label_wildcard_correct", &["wildcard-partial"]),
    ("e_ec_improper_curves", &["ec-curve-not-in-tls"]),
    ("e_ext_san_missing", &["server-name-missing"]),
    ("e_ian_bare_wildcard", &["wildcard-bare@issuerAltName"]),
    ("e_ian_dns_name_includes_null_char", &["dns-name-characters@issuerAltName"]),
    ("e_ian_dns_name_starts_with_period", &["dns-name-label-empty@issuerAltName"]),
    ("e_ian_wildcard_not_first", &["wildcard-not-first@issuerAltName"]),
    ("e_mp_exponent_cannot_be_one", &["rsa-exponent-below-3"]),
    ("e_mp_modulus_must_be_2048_bits_or_more", &["rsa-below-2048"]),
    ("e_mp_modulus_must_be_divisible_by_8", &["rsa-modulus-bits-odd"]),
    ("e_mp_rsassa-pss_in_spki", &["rsa-pss-key"]),
    ("e_ocsp_id_pkix_ocsp_nocheck_ext_not_included_server_auth", &["ocsp-signer-without-no-check"]),
    ("e_organizational_unit_name_prohibited", &["public-organizational-unit"]),
    ("e_root_ca_extended_key_usage_present", &["root-with-purposes"]),
    ("e_root_ca_key_usage_must_be_critical", &["key-usage-not-critical"]),
    ("e_root_ca_key_usage_present", &["key-usage-missing-on-ca"]),
    ("e_rsa_exp_negative", &["value-out-of-range"]),
    ("e_rsa_mod_less_than_2048_bits", &["rsa-below-2048"]),
    ("e_rsa_public_exponent_not_odd", &["rsa-exponent-even"]),
    ("e_rsa_public_exponent_too_small", &["rsa-exponent-below-3"]),
    ("e_san_bare_wildcard", &["wildcard-bare@subjectAltName"]),
    ("e_san_dns_name_includes_null_char", &["dns-name-characters@subjectAltName"]),
    ("e_san_dns_name_starts_with_period", &["dns-name-label-empty@subjectAltName"]),
    ("e_san_wildcard_not_first", &["wildcard-not-first@subjectAltName"]),
    ("e_sub_ca_aia_marked_critical", &["authority-info-access-critical"]),
    ("e_sub_ca_crl_distribution_points_marked_critical", &["crl-distribution-points-critical"]),
    ("e_sub_cert_aia_marked_critical", &["authority-info-access-critical"]),
    ("e_sub_cert_crl_distribution_points_marked_critical", &["crl-distribution-points-critical"]),
    ("e_sub_cert_key_usage_cert_sign_bit_set", &["key-cert-sign-without-ca"]),
    ("e_subj_country_not_uppercase", &["country-malformed"]),
    ("e_utf8_latin1_mixup", &["attribute-encoded-twice"]),
    ("e_validity_time_not_positive", &["validity-not-positive"]),
    ("n_multiple_subject_rdn", &["rdn-with-several-attributes"]),
    ("n_san_dns_name_duplicate", &["san-name-repeated"]),
    ("w_ext_san_critical_with_subject_dn", &["san-critical-with-subject"]),
    ("w_issuer_dn_leading_whitespace", &["attribute-blanks"]),
    ("w_issuer_dn_trailing_whitespace", &["attribute-blanks"]),
    ("w_multiple_issuer_rdn", &["rdn-with-several-attributes"]),
    ("w_rsa_mod_factors_smaller_than_752", &["rsa-modulus-small-factor", "rsa-modulus-even"]),
    ("w_rsa_mod_not_odd", &["rsa-modulus-even"]),
    (
        "w_rsa_public_exponent_not_in_range",
        &["rsa-exponent-below-65537", "rsa-exponent-below-3", "rsa-exponent-large"],
    ),
    ("w_subject_dn_leading_whitespace", &["attribute-blanks"]),
    ("w_subject_dn_trailing_whitespace", &["attribute-blanks"]),
];
