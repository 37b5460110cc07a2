using Scanner.Cli.Flags;
using Scanner.Core.Rbac.Facts;
using Scanner.Usage;

namespace Scanner.Tests.Cli;

public sealed class SubjectFlagTests
{
    public static TheoryData<string, Subject> Subjects => new()
    {
        { "User:alice", Subject.User("alice") },
        { "user:alice@example.com", Subject.User("alice@example.com") },
        { "User:system:serviceaccount:a:b", Subject.ServiceAccount("a", "b") },
        { "Group:system:masters", Subject.Group("system:masters") },
        { "ServiceAccount:a/b", Subject.ServiceAccount("a", "b") },
        { "serviceaccount:a:b", Subject.ServiceAccount("a", "b") },
        { "sa:a/b", Subject.ServiceAccount("a", "b") },
    };

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Parse_KindAndName_IsTheSubject(string text, Subject expected) => Assert.Equal(expected, SubjectFlag.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("User:")]
    [InlineData("ServiceAccount:a")]
    [InlineData("ServiceAccount:/b")]
    [InlineData("ServiceAccount:a/b/c")]
    [InlineData("Node:a")]
    public void Parse_NoSubject_SaysWhatToGive(string text)
    {
        var error = Assert.Throws<UsageException>(() => SubjectFlag.Parse(text));
        Assert.Equal($"--subject {text}: give User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME", error.Message);
    }
}
