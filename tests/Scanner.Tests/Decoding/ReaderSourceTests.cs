using System.Text.RegularExpressions;
using Scanner.Fixtures;

namespace Scanner.Tests.Decoding;

/// <summary>
/// A field that a reader asks for goes into a <c>switch</c> that names it. The build checks that the <c>switch</c> is complete; this checks
/// that there is one, and that what it does not name throws, so that no field falls into the arm of another.
/// </summary>
public sealed partial class ReaderSourceTests
{
    [Fact]
    public void EveryField_ThatAReaderAsksFor_GoesIntoASwitch()
    {
        var (calls, wrong) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(Checkout.PathOf("src"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            foreach (Match call in AskedField().Matches(text))
            {
                calls++;
                var name = call.Groups["name"].Value;
                var behind = string.Join(' ', text[call.Index..].Split('\n').Skip(1).Take(4));
                if (!behind.Contains($"switch ({name})", StringComparison.Ordinal) && !behind.Contains($"{name} switch", StringComparison.Ordinal))
                    wrong.Add($"{Path.GetFileName(file)}: {call.Value} is not followed by a switch");
            }

            if (AskedField().Count(text) > UnreadArm().Count(text))
                wrong.Add($"{Path.GetFileName(file)}: an arm that throws FieldTable.Unread is missing");
        }

        Assert.Empty(wrong);
        Assert.True(calls > 30, $"{calls} calls");
    }

    [GeneratedRegex(@"\bNext\(\w+, out var (?<name>\w+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AskedField();

    [GeneratedRegex(@"(default:\s*|_ => )throw FieldTable\.Unread\(\w+\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnreadArm();
}
