using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Situations that path building stumbles over. Each was given to Go's crypto/x509 once; the expectations are its answers.</summary>
internal static class PathCases
{
    private const string Servers = "1.3.6.1.5.5.7.3.1";
    private const string Clients = "1.3.6.1.5.5.7.3.2";
    private const string Anything = "2.5.29.37.0";

    private static readonly TestCertificateOptions s_plain = new();
    private static readonly TestCertificateOptions s_noIds = s_plain with { HasKeyIdentifier = false, Hint = AuthorityHint.None };

    public static Dictionary<string, Func<PathCase>> All { get; } = new()
    {
        ["root"] = () => Below(TestIssuer.Root("ca")),
        ["root-rsa"] = () => Below(TestIssuer.Root("ca", key: TestIssuer.NewKey(rsa: true))),
        ["rotation-old-first"] = () => Rotation(oldFirst: true),
        ["rotation-new-first"] = () => Rotation(oldFirst: false),
        ["rotation-old-only"] = () =>
        {
            var (old, renewed) = (TestIssuer.Root("ca", s_noIds), TestIssuer.Root("ca", s_noIds));
            return new PathCase(renewed.Server(s_noIds), [], [old.Certificate], PathProblemKind.NotSigned);
        },
        ["rotation-of-an-intermediate"] = () =>
        {
            var root = TestIssuer.Root("ca", s_noIds);
            var (old, renewed) = (root.Sign("below", s_noIds), root.Sign("below", s_noIds));
            return new PathCase(renewed.Server(s_noIds), [old.Certificate, renewed.Certificate], [root.Certificate], null);
        },
        ["renewed-with-the-same-key"] = () =>
        {
            var old = TestIssuer.Root("ca", s_plain with { ToDay = 1 });
            var renewed = TestIssuer.Root("ca", s_plain, old.Key);
            return new PathCase(old.Server(s_plain with { Hint = AuthorityHint.KeyNameAndSerial }), [], [renewed.Certificate], null);
        },
        ["renewed-with-the-same-key-the-old-expired"] = () =>
        {
            var old = TestIssuer.Root("ca", s_plain with { ToDay = -1 });
            var renewed = TestIssuer.Root("ca", s_plain, old.Key);
            return new PathCase(old.Server(), [], [old.Certificate, renewed.Certificate], null);
        },
        ["renewed-the-old-expired-only"] = () => Below(TestIssuer.Root("ca", s_plain with { ToDay = -1 }), PathProblemKind.NotValidNow),
        ["cross-signed-new-root-trusted"] = () => CrossSigned(trustNew: true),
        ["cross-signed-old-root-trusted"] = () => CrossSigned(trustNew: false),
        ["cross-signed-beside-an-expired-anchor"] = () =>
        {
            var (expired, good) = (TestIssuer.Root("expired", s_plain with { ToDay = -1 }), TestIssuer.Root("good"));
            var one = expired.Sign("between");
            var other = good.Sign("between", key: one.Key);
            return new PathCase(one.Server(), [one.Certificate, other.Certificate], [expired.Certificate, good.Certificate], null);
        },
        ["cross-signed-round"] = () =>
        {
            var (a, b) = (TestIssuer.Root("a"), TestIssuer.Root("b"));
            return new PathCase(a.Server(), [a.Sign("b", key: b.Key).Certificate, b.Sign("a", key: a.Key).Certificate], [TestIssuer.Root("c").Certificate], PathProblemKind.NotSigned);
        },
        ["unordered"] = () => Chain(reverse: true),
        ["ordered"] = () => Chain(reverse: false),
        ["with-certificates-of-others"] = () =>
        {
            var (root, stranger) = (TestIssuer.Root("ca"), TestIssuer.Root("stranger"));
            var between = root.Sign("between");
            return new PathCase(between.Server(), [stranger.Server(), stranger.Certificate, between.Certificate, between.Certificate, root.Certificate], [stranger.Certificate, root.Certificate], null);
        },
        ["root-sent-but-not-trusted"] = () =>
        {
            var root = TestIssuer.Root("ca");
            return new PathCase(root.Server(), [root.Certificate], [TestIssuer.Root("other").Certificate], PathProblemKind.NotSigned);
        },
        ["intermediate-missing"] = () =>
        {
            var root = TestIssuer.Root("ca");
            return new PathCase(root.Sign("between").Server(), [], [root.Certificate], PathProblemKind.NotSigned);
        },
        ["intermediate-is-the-anchor"] = () =>
        {
            var between = TestIssuer.Root("ca").Sign("between");
            return new PathCase(between.Server(), [], [between.Certificate], null);
        },
        ["intermediate-is-the-anchor-and-its-root-expired"] = () =>
        {
            var root = TestIssuer.Root("ca", s_plain with { ToDay = -1 });
            var between = root.Sign("between");
            return new PathCase(between.Server(), [root.Certificate], [between.Certificate, root.Certificate], null);
        },
        ["leaf-is-the-anchor"] = () =>
        {
            var leaf = TestIssuer.Root("ca").Server();
            return new PathCase(leaf, [], [leaf], null);
        },
        ["leaf-signs-itself"] = () =>
        {
            var leaf = TestIssuer.Root("self", s_plain with { IsAuthority = false, Hosts = ["127.0.0.1"] }).Certificate;
            return new PathCase(leaf, [], [leaf], null);
        },
        ["leaf-signs-itself-and-is-not-trusted"] = () =>
        {
            var leaf = TestIssuer.Root("self", s_plain with { IsAuthority = false, Hosts = ["127.0.0.1"] }).Certificate;
            return new PathCase(leaf, [leaf], [TestIssuer.Root("ca").Certificate], PathProblemKind.NotSigned);
        },
        ["leaf-expired"] = () => Below(TestIssuer.Root("ca"), PathProblemKind.NotValidNow, s_plain with { ToDay = -1 }),
        ["leaf-from-tomorrow"] = () => Below(TestIssuer.Root("ca"), PathProblemKind.NotValidNow, s_plain with { FromDay = 1 }),
        ["leaf-for-clients"] = () => Below(TestIssuer.Root("ca"), PathProblemKind.NotForServers, s_plain with { Usages = [Clients] }),
        ["leaf-for-both"] = () => Below(TestIssuer.Root("ca"), null, s_plain with { Usages = [Clients, Servers] }),
        ["leaf-for-anything"] = () => Below(TestIssuer.Root("ca"), null, s_plain with { Usages = [Anything] }),
        ["leaf-is-an-anchor-for-clients"] = () =>
        {
            var leaf = TestIssuer.Root("ca").Server(s_plain with { Usages = [Clients] });
            return new PathCase(leaf, [], [leaf], PathProblemKind.NotForServers);
        },
        ["authority-for-clients"] = () => Below(TestIssuer.Root("ca").Sign("between", s_plain with { Usages = [Clients] }), PathProblemKind.NotForServers),
        ["authority-for-servers"] = () => Below(TestIssuer.Root("ca").Sign("between", s_plain with { Usages = [Servers] })),
        ["authority-is-none"] = () => Below(TestIssuer.Root("ca").Sign("between", s_plain with { IsAuthority = false }), PathProblemKind.MayNotSign),
        ["authority-without-constraints"] = () => Below(TestIssuer.Root("ca", s_plain with { HasBasicConstraints = false }), PathProblemKind.MayNotSign),
        ["authority-without-the-right-to-sign"] = () =>
            Below(TestIssuer.Root("ca", s_plain with { KeyUsage = X509KeyUsageFlags.DigitalSignature }), PathProblemKind.MayNotSign),
        ["authority-with-the-right-to-sign"] = () =>
            Below(TestIssuer.Root("ca", s_plain with { KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign })),
        ["path-too-long"] = () => Length(most: 0, PathProblemKind.MayNotSign),
        ["path-just-short-enough"] = () => Length(most: 1, null),
        ["signed-with-sha384"] = () => Below(TestIssuer.Root("ca"), null, s_plain with { Hash = HashAlgorithmName.SHA384 }),
        ["signed-with-sha1"] = () =>
            Below(TestIssuer.Root("ca", key: TestIssuer.NewKey(rsa: true)), PathProblemKind.NotSigned, s_plain with { Hash = HashAlgorithmName.SHA1 }),
        ["signed-with-pss"] = () =>
            Below(TestIssuer.Root("ca", key: TestIssuer.NewKey(rsa: true)), null, s_plain with { Padding = RSASignaturePadding.Pss }),
        ["signed-with-ed25519"] = () => Ed25519(good: true),
        ["signed-with-ed25519-of-another"] = () => Ed25519(good: false),
        ["critical-and-unknown"] = () => Below(TestIssuer.Root("ca"), PathProblemKind.NotUnderstood, s_plain with { More = [Unknown(critical: true)] }),
        ["unknown-but-not-critical"] = () => Below(TestIssuer.Root("ca"), null, s_plain with { More = [Unknown(critical: false)] }),
        ["authority-critical-and-unknown"] = () =>
            Below(TestIssuer.Root("ca", s_plain with { More = [Unknown(critical: true)] }), PathProblemKind.NotUnderstood),
        ["names-within"] = () => Named(["api.example.org"], TestConstraints.Hosts(permitted: "example.org"), null),
        ["names-itself"] = () => Named(["example.org"], TestConstraints.Hosts(permitted: "example.org"), null),
        ["names-beside"] = () => Named(["api.example.com"], TestConstraints.Hosts(permitted: "example.org"), PathProblemKind.MayNotSign),
        ["names-one-beside"] = () => Named(["api.example.org", "example.com"], TestConstraints.Hosts(permitted: "example.org"), PathProblemKind.MayNotSign),
        ["names-look-alike"] = () => Named(["badexample.org"], TestConstraints.Hosts(permitted: "example.org"), PathProblemKind.MayNotSign),
        ["names-excluded"] = () => Named(["api.example.org"], TestConstraints.Hosts(excluded: "example.org"), PathProblemKind.MayNotSign),
        ["names-not-excluded"] = () => Named(["api.example.com"], TestConstraints.Hosts(excluded: "example.org"), null),
        ["names-are-addresses"] = () => Named(["127.0.0.1"], TestConstraints.Hosts(permitted: "example.org"), null),
        ["addresses-within"] = () => Named(["10.1.2.3"], TestConstraints.Addresses([10, 0, 0, 0, 255, 0, 0, 0]), null),
        ["addresses-beside"] = () => Named(["11.1.2.3"], TestConstraints.Addresses([10, 0, 0, 0, 255, 0, 0, 0]), PathProblemKind.MayNotSign),
        ["constraint-of-unknown-kind"] = () => Named(["127.0.0.1"], TestConstraints.UnknownKind(critical: true), PathProblemKind.NotUnderstood),
        ["constraint-of-unknown-kind-not-critical"] = () => Named(["127.0.0.1"], TestConstraints.UnknownKind(critical: false), null),
        ["many-of-one-name"] = () =>
        {
            var anchors = new X509Certificate2Collection();
            for (var i = 0; i < 40; i++)
                anchors.Add(TestIssuer.Root("ca", s_noIds).Certificate);
            var right = TestIssuer.Root("ca", s_noIds);
            anchors.Add(right.Certificate);
            return new PathCase(right.Server(s_noIds), [], anchors, null);
        },
    };

    private static PathCase Below(TestIssuer authority, PathProblemKind? expected = null, TestCertificateOptions? leaf = null) =>
        new(authority.Server(leaf), [], [authority.Certificate], expected);

    // Made once, as .NET has no such keys: two authorities of one name, and what the first has signed. Valid for a hundred years.
    private static PathCase Ed25519(bool good)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(FixtureText.Ed25519);
        return new PathCase(all[2], [], [all[good ? 0 : 1]], good ? null : PathProblemKind.NotSigned);
    }

    private static PathCase Rotation(bool oldFirst)
    {
        var (old, renewed) = (TestIssuer.Root("ca", s_noIds), TestIssuer.Root("ca", s_noIds));
        var anchors = oldFirst ? new X509Certificate2Collection { old.Certificate, renewed.Certificate } : [renewed.Certificate, old.Certificate];
        return new PathCase(renewed.Server(s_noIds), [], anchors, null);
    }

    private static PathCase CrossSigned(bool trustNew)
    {
        var (old, next) = (TestIssuer.Root("old"), TestIssuer.Root("next"));
        var bridge = old.Sign("next", key: next.Key);
        var between = next.Sign("between");
        return new PathCase(between.Server(), [between.Certificate, bridge.Certificate], [(trustNew ? next : old).Certificate], null);
    }

    private static PathCase Chain(bool reverse)
    {
        var root = TestIssuer.Root("ca");
        var first = root.Sign("first");
        var second = first.Sign("second");
        X509Certificate2Collection others = reverse ? [first.Certificate, second.Certificate] : [second.Certificate, first.Certificate];
        return new PathCase(second.Server(), others, [root.Certificate], null);
    }

    private static PathCase Length(int most, PathProblemKind? expected)
    {
        var root = TestIssuer.Root("ca", s_plain with { MostBelow = most });
        var between = root.Sign("between");
        return new PathCase(between.Server(), [between.Certificate], [root.Certificate], expected);
    }

    private static PathCase Named(string[] hosts, X509Extension limit, PathProblemKind? expected) =>
        Below(TestIssuer.Root("ca", s_plain with { More = [limit] }), expected, s_plain with { Hosts = hosts });

    private static X509Extension Unknown(bool critical) => new("1.2.3.4", [4, 0], critical);
}
