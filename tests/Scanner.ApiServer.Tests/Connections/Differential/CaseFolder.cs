using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>
/// The folder that one row is run in, with the certificates, keys and tokens that rows name, and the values of placeholders:
/// <c>{https}</c>, <c>{http}</c>, <c>{port}</c>, <c>{proxy}</c>, <c>{dir}</c>, <c>{jwt:SECONDS}</c> for an identity token of that end,
/// <c>{text:FILE}</c> and <c>{base64:FILE}</c> for the contents of a file.
/// </summary>
internal sealed partial class CaseFolder : IDisposable
{
    public const string DefaultCluster = "server: '{https}'\ncertificate-authority: ca.crt";

    private static readonly TestCertificateOptions s_noIds = new() { HasKeyIdentifier = false, Hint = AuthorityHint.None };
    private static readonly Dictionary<string, string> s_files = Make();

    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, string> _values;

    public CaseFolder(KubeconfigCase row, TestServer server, TestProxy? proxy)
    {
        foreach (var (name, text) in s_files)
            _folder.Write(name, text);
        foreach (var (name, text) in CaseServers.Files(row.Serves))
            _folder.Write(name, text);
        _values = new Dictionary<string, string>
        {
            ["https"] = server.Address("https").OriginalString,
            ["http"] = server.Address("http").OriginalString,
            ["port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["proxy"] = proxy?.Address.OriginalString ?? "",
            ["dir"] = _folder.Root,
        };
        foreach (var (name, text) in row.Files)
            _folder.Write(name, Fill(text));
        if (row.Config is { } config)
            _folder.Write("config", Fill(config));
    }

    public TestFolder Folder => _folder;

    public string Fill(string text) => Placeholder().Replace(text, match => Value(match.Groups["what"].Value, match.Groups["of"].Value) ?? match.Value);

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Make()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var between = CaseServers.Authority.Intermediate("between");
        var root = TestIssuer.Root("devs", s_noIds);
        var first = root.Sign("first", s_noIds);
        var second = first.Sign("second", s_noIds);
        var leaf = second.Sign("deep", s_noIds with { IsAuthority = false }, ec);
        return new Dictionary<string, string>
        {
            ["ca.crt"] = CaseServers.Authority.Pem,
            ["other-ca.crt"] = TestAuthority.Create("other").Pem,
            ["dev.crt"] = CaseServers.Authority.Client("dev", ec),
            ["dev.key"] = ec.ExportPkcs8PrivateKeyPem() + "\n",
            ["dev-sec1.key"] = ec.ExportECPrivateKeyPem() + "\n",
            ["rsa.crt"] = CaseServers.Authority.Client("rsa", rsa),
            ["rsa.key"] = rsa.ExportRSAPrivateKeyPem() + "\n",
            ["chain.crt"] = between.Client("chained", ec) + between.Pem,
            ["deep.crt"] = leaf.Pem + second.Pem + first.Pem,
            ["deep-unordered.crt"] = leaf.Pem + first.Pem + second.Pem,
            ["deep-with-root.crt"] = leaf.Pem + second.Pem + first.Pem + root.Pem,
            ["token"] = "from-file\n",
            ["bin/empty"] = "",
        };
    }

    private string? Value(string what, string of) => what switch
    {
        "text" => File.ReadAllText(_folder.PathOf(of)),
        "base64" => Convert.ToBase64String(File.ReadAllBytes(_folder.PathOf(of))),
        "jwt" => TestTokens.Until(of),
        _ => of.Length == 0 ? _values.GetValueOrDefault(what) : null,
    };

    [GeneratedRegex(@"\{(?<what>[a-z0-9]+)(:(?<of>[^{}]*))?\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
