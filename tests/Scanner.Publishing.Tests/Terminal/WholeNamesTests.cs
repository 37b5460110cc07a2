using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Publishing.Terminal;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Terminal;

public sealed class WholeNamesTests
{
    private const string Ldap = "CN=Jane Doe,OU=Platform Team,O=Example";

    private static readonly WholeNames s_names = WholeNames.Of(Samples.Result() with { Findings = [About(Ldap), About("Jane Doe"), About("plain")] });

    [Fact]
    public void Wrap_NameWithBlanks_IsOneWord() =>
        Assert.Equal(
            ["user", Ldap, "can do it, and so can", "Jane Doe"],
            TextFlow.Wrap($"user {Ldap} can do it, and so can Jane Doe", 24, s_names));

    [Fact]
    public void Wrap_WithoutNames_BreaksBetweenAllWords() =>
        Assert.Equal(["user CN=Jane", "Doe,OU=x"], TextFlow.Wrap("user CN=Jane Doe,OU=x", 12, WholeNames.None));

    [Fact]
    public void Shorten_NameAtTheEdge_IsLeftOut()
    {
        Assert.Equal("binding of…", s_names.Shorten($"binding of {Ldap} and others", 30));
        Assert.Equal($"binding of {Ldap}…", s_names.Shorten($"binding of {Ldap} and others", 52));
        Assert.Equal("short", s_names.Shorten("short", 30));
    }

    [Fact]
    public void Words_BlankThatDoesNotBreak_IsNoSign() =>
        // It cannot be in a line: PlainText takes it for white space before.
        Assert.Equal(["a b"], WholeNames.None.Words("a\u00a0b"));

    private static Finding About(string name) =>
        Samples.Result().Findings[0] with { Resource = new ResourceReference("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, name) };
}
