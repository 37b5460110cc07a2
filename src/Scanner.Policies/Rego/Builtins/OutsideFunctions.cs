namespace Scanner.Policies.Rego.Builtins;

/// <summary>Functions whose results come from outside of the policy, or of domains that no admission policy has a use for.</summary>
internal static class OutsideFunctions
{
    private static readonly (string Name, int Arity)[] s_outside =
    [
        ("http.send", 1), ("external_data", 1), ("opa.runtime", 0), ("net.lookup_ip_addr", 1), ("rand.intn", 2), ("uuid.rfc4122", 1), ("uuid.parse", 1),
        ("time.now_ns", 0), ("rego.metadata.chain", 0), ("rego.metadata.rule", 0), ("rego.parse_module", 2), ("providers.aws.sign_req", 3),
        ("crypto.x509.parse_certificates", 1), ("crypto.x509.parse_and_verify_certificates", 1),
        ("crypto.x509.parse_and_verify_certificates_with_options", 2), ("crypto.x509.parse_certificate_request", 1),
        ("crypto.x509.parse_keypair", 2), ("crypto.x509.parse_rsa_private_key", 1), ("crypto.parse_private_keys", 1),
        ("io.jwt.decode", 1), ("io.jwt.decode_verify", 2), ("io.jwt.encode_sign", 3), ("io.jwt.encode_sign_raw", 3),
        ("io.jwt.verify_rs256", 2), ("io.jwt.verify_rs384", 2), ("io.jwt.verify_rs512", 2), ("io.jwt.verify_ps256", 2), ("io.jwt.verify_ps384", 2),
        ("io.jwt.verify_ps512", 2), ("io.jwt.verify_es256", 2), ("io.jwt.verify_es384", 2), ("io.jwt.verify_es512", 2), ("io.jwt.verify_eddsa", 2),
        ("io.jwt.verify_hs256", 2), ("io.jwt.verify_hs384", 2), ("io.jwt.verify_hs512", 2),
        ("graphql.parse", 2), ("graphql.parse_and_verify", 2), ("graphql.parse_query", 1), ("graphql.parse_schema", 1), ("graphql.is_valid", 2),
        ("graphql.schema_is_valid", 1), ("json.match_schema", 2), ("json.verify_schema", 1), ("yaml.marshal", 1), ("yaml.unmarshal", 1),
        ("yaml.is_valid", 1), ("strings.render_template", 2),
    ];

    public static void AddTo(BuiltinList list)
    {
        foreach (var (name, arity) in s_outside)
            list.AddUnknown(name, arity);
        list.Add("print", "*", _ => Values.RegoBool.True, takesUnknown: true);
        list.Add("trace", "*", _ => Values.RegoBool.True, takesUnknown: true);
    }
}
