using System.Globalization;
using k8s.Models;

namespace Scanner.ApiServer.Discovery;

/// <summary>Answer of <c>/version</c>.</summary>
/// <param name="GitVersion">For example <c>v1.36.2</c>.</param>
/// <param name="Major">0 when the server's text is no number.</param>
/// <param name="Minor">Without the <c>+</c> that some vendors append.</param>
public sealed record ServerVersion(string GitVersion, int Major, int Minor)
{
    internal static ServerVersion From(VersionInfo info) => new(info.GitVersion ?? "", Number(info.Major), Number(info.Minor));

    private static int Number(string? text) =>
        int.TryParse(text?.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
