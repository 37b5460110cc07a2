using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Remedies;

/// <summary>What a shell makes of a command is what the command says, whatever the names in it.</summary>
public sealed class CommandTests
{
    // Answers with its arguments, each ended by NUL, and what it read.
    private const string Stub = "kubectl() { printf '%s\\0' \"$@\"; cat; printf '\\0end\\0'; }\n";

    private static readonly string[] s_hostile =
    [
        "", " ", "-n", "--all", "-", "=ls", "a b", "it's", "\"", "\\", "\\\\'", "$(touch PLANTED)", "`touch PLANTED`", "${HOME}", "$HOME", "!!", "!$", "~", "~root",
        "*", "?", "[a-z]", "{a,b}", "a;b", "a&&b", "a|b", "a>b", "<a", "#a", "a#b", "%s%n", "%", "(a)", "a\nb", "a\n", "\n", "\n\n", "a\n\n", "\r\n", "\t", "\u0001\u001b[31m",
        "\u007f", "\u0085", "\u202eevil", "zero\u200bwidth", "\ufeff", "\U000e0041", "Jürgen", "名前", "😀", "CN=Ops Team,OU=Groups,DC=corp", "corp\\alice", "a\u2028b", "\u0007!`$(x)`",
    ];

    /// <summary>Those that are here; <c>sh</c> is everywhere.</summary>
    public static TheoryData<string> Shells => [.. new[] { "sh", "bash", "dash" }.Select(Find).OfType<string>()];

    [Theory]
    [MemberData(nameof(Shells))]
    public void ToString_AnyWords_ComeBackFromTheShellAsTheyWere(string shell)
    {
        var commands = Names(seed: 11).SelectMany(n => new[]
        {
            Command.Of("kubectl", n, "x", n),
            Command.Of("kubectl", $"--as={n}") with { Input = n },
            Command.Of("kubectl", Word.Namespace, n),
        }).ToList();
        Assert.Equal(commands.Select(c => Expected(c, "payments")), Run(shell, commands, "payments"));
    }

    /// <summary>The same for what the remedies make of names, with JSON inside.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public void ToString_RemediesOfAnyNames_ComeBackFromTheShellAsTheyWere(string shell)
    {
        var commands = Names(seed: 12).SelectMany(Remedies).SelectMany(r => RemedyText.Advise(r).Commands).ToList();
        Assert.Equal(commands.Select(c => Expected(c, "payments")), Run(shell, commands, "payments"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void ToString_NamespaceIsNotChosen_NothingRuns(string shell)
    {
        var chain = RemedyText.Advise(new Remedy.NarrowGrant(Grant("b"), Subject.User("u"))).Commands;
        Assert.DoesNotContain(Run(shell, [.. chain], ns: null), c => c.StartsWith("delete", StringComparison.Ordinal));
    }

    /// <summary>A name that looks like a flag is not one, and what cannot be seen in a terminal is ASCII.</summary>
    [Fact]
    public void Kubectl_HostileNames_AreNeitherFlagsNorInvisible() => Assert.All(Names(seed: 13), name =>
    {
        foreach (var command in Remedies(name).SelectMany(r => RemedyText.Advise(r).Commands).Where(c => c.Input is null && c.Words[1].Text != "auth"))
        {
            var at = command.Words.Select(w => w.Text).ToList().LastIndexOf(name);
            Assert.True(at < 0 || !name.StartsWith('-') || command.Words[at - 1].Text == "--", command.ToString());
            Assert.True(PlainText.IsVisible(command.ToString().Replace("\n", "", StringComparison.Ordinal)), command.ToString());
        }
    });

    [Theory]
    [InlineData("web-0", "web-0")]
    [InlineData("system:serviceaccounts:a", "system:serviceaccounts:a")]
    [InlineData("", "''")]
    [InlineData("-n", "-n")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("Jürgen", "'Jürgen'")]
    [InlineData("a\nb", "\"$(printf 'a\\012b')\"")]
    [InlineData("a\u202e!\n", "\"$(printf 'a\\342\\200\\256\\041')\"'\n'")]
    public void Word_AnyName_IsOneWordOfTheShell(string name, string expected) => Assert.Equal(expected, ShellText.Word(name));

    [Fact]
    public void Patches_HostileNames_AreTheNames() => Assert.All(Names(seed: 14), name =>
    {
        var patch = RemedyText.Advise(new Remedy.Withdraw(new ObjectName("a", "b"), Subject.Group(name), 3, GrantCost.None)).Commands[0].Words[7].Text;
        var operations = JsonDocument.Parse(patch).RootElement;
        Assert.Equal(name, operations[1].GetProperty("value").GetString());
        Assert.Equal("remove /subjects/3", $"{operations[2].GetProperty("op").GetString()} {operations[2].GetProperty("path").GetString()}");
    });

    /// <summary>No program can be given this character, and without it the name would be somebody else's.</summary>
    [Fact]
    public void Advise_NameWithNul_HasNoCommand() =>
        Assert.Empty(RemedyText.Advise(new Remedy.DeleteBinding(new ObjectName(null, "admin\0"))).Commands);

    private static IEnumerable<Remedy> Remedies(string name) =>
    [
        new Remedy.DeleteBinding(new ObjectName("a", name)),
        new Remedy.Withdraw(new ObjectName(null, name), Subject.User(name), 2, GrantCost.None),
        new Remedy.NarrowGrant(Grant(name), Subject.Group(name)),
        new Remedy.StopAggregation(new AggregatedSource(name, ["edit"], ["rbac.authorization.k8s.io/aggregate-to-edit"])),
        new Remedy.StopAggregation(new AggregatedSource(name, ["edit"], [])),
    ];

    private static RbacGrant Grant(string name) => new(null, AddVerbs.Patch, null, new ObjectName(null, name), new ObjectName(null, "r"));

    private static IEnumerable<string> Names(int seed)
    {
        const string Alphabet = "ab-=. '\"\\$`!~*?[]{}()<>|&;#%\n\t\u001b\u202e\u200bé名";
        var random = new Random(seed);
        return s_hostile.Concat(Enumerable.Range(0, 100).Select(_ => new string(random.GetItems<char>(Alphabet, random.Next(1, 12)))));
    }

    private static string Expected(Command command, string ns) =>
        string.Join('\0', command.Words.Skip(1).Select(w => w.IsPlaceholder ? ns : w.Text).Append(command.Input ?? ""));

    private static string? Find(string shell) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, shell)).FirstOrDefault(File.Exists);

    private static List<string> Run(string shell, List<Command> commands, string? ns)
    {
        var start = new ProcessStartInfo(shell)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment.Remove("NAMESPACE");
        if (ns is not null)
            start.Environment["NAMESPACE"] = ns;
        var script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(script, Stub + string.Join('\n', commands));
            start.ArgumentList.Add(script);
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return [.. output.Split("\0end\0", StringSplitOptions.None)[..^1]];
        }
        finally
        {
            File.Delete(script);
        }
    }
}
