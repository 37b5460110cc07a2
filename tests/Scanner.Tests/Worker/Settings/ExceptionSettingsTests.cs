using System.Collections.Immutable;
using Scanner.Core.Findings.Exceptions;
using Scanner.Worker.Settings;

namespace Scanner.Tests.Worker.Settings;

public sealed class ExceptionSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("", true)]
    [InlineData("namespaces: [a]\n", false)]
    [InlineData("namespaceSelector: a=b\n", false)]
    [InlineData("probe: {enabled: false}\n", false)]
    public void Read_Exceptions_AreTakenAndKnowTheirScope(string more, bool seesEverything)
    {
        var settings = Read("exceptions:\n- {rule: ES101, namespace: dev-*, reason: sandbox, expires: 2026-12-31}\n- {subject: 'Group:devs', reason: known}\n" + more, out var errors);
        Assert.Empty(errors);
        Assert.Equal(
            new ExceptionSet([new ExceptionEntry("ES101", "dev-*", null, "sandbox", new DateOnly(2026, 12, 31)), new ExceptionEntry(null, null, "Group:devs", "known", null)], seesEverything),
            settings.Exceptions);
    }

    [Fact]
    public void Read_Mistakes_AreAllNamedByTheirKeys()
    {
        Read("exceptions:\n- {rule: ES101}\n- {namespace: a, reason: x, until: 2026-12-31, expires: never}\n", out var errors);
        Assert.Equal(3, errors.Length);
        Assert.Contains(errors, e => e.StartsWith("exceptions.0: reason: is missing", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("exceptions.1: expires: 'never' is not a date", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("exceptions.1.until: there is no such setting", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_UnknownRule_IsAMistake()
    {
        Read("exceptions:\n- {rule: ES999, reason: x}\n", out var errors);
        Assert.StartsWith("exceptions.0: rule: 'ES999' is no rule of this version", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExceptionsNoList_IsAMistake()
    {
        Read("exceptions: ES101\n", out var errors);
        Assert.StartsWith("exceptions: 'ES101' is not usable", Assert.Single(errors), StringComparison.Ordinal);
    }

    private WorkerSettings Read(string text, out ImmutableArray<string> errors)
    {
        File.WriteAllText(_file, text);
        return new SettingsSource(_file, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty).Read(out errors);
    }
}
