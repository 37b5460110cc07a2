using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>
/// Puts new tokens in the place of the old ones in the kubeconfig, as kubectl does, and changes nothing else in it. It is for the case that
/// the issuer gave another refresh token: the old one may be of no use to kubectl any more. A file that cannot be written, or that
/// somebody else has changed since, is left alone, and the user is told.
/// </summary>
internal sealed class OidcTokenFile(OidcSettings settings, TextWriter notices)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path = settings.Provider.File.Path;
    private string _text = settings.Provider.File.Text;
    private Range? _idToken = SpanOf(settings.Provider, OidcSettings.IdTokenKey, settings.IdToken);
    private Range? _refreshToken = SpanOf(settings.Provider, OidcSettings.RefreshTokenKey, settings.RefreshToken);

    public void Write(string idToken, string refreshToken)
    {
        if (Problem(idToken, refreshToken) is { } problem)
        {
            notices.WriteLine(SingleLine.Of(
                $"scanner: {settings.Provider.Subject}: the issuer gave a new refresh-token, but the kubeconfig keeps the old one "
                + $"({_path} {problem}); kubectl may ask for a new login"));
        }
    }

    private string? Problem(string idToken, string refreshToken)
    {
        if (_refreshToken is not { } refresh)
            return "spells it in a way that is not edited";
        try
        {
            // kubectl takes the same lock. What a link names is replaced, not the link.
            using var held = new FileStream(
                _path + ".lock", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            var target = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;
            var bytes = File.ReadAllBytes(target);
            // A mark of UTF-8 would be lost.
            if (!bytes.AsSpan().SequenceEqual(s_strict.GetBytes(_text)))
                return "was changed meanwhile, or is not UTF-8";
            var (text, newId, newRefresh) = Replaced(refresh, refreshToken, idToken);
            Store(target, text);
            (_text, _idToken, _refreshToken) = (text, newId, newRefresh);
            return null;
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            return File.Exists(_path + ".lock") ? "is locked by kubectl" : FileProblem.Describe(e, _path);
        }
    }

    /// <summary>The text with both tokens replaced, and where they stand in it.</summary>
    private (string Text, Range? IdToken, Range RefreshToken) Replaced(Range refresh, string refreshToken, string idToken)
    {
        var (text, newRefresh) = Splice(_text, refresh, refreshToken);
        if (_idToken is not { } id)
            return (text, null, newRefresh);
        if (id.Start.Value < refresh.Start.Value)
        {
            (text, var newId) = Splice(text, id, idToken);
            return (text, newId, Moved(newRefresh, newId.End.Value - id.End.Value));
        }

        (text, var later) = Splice(text, Moved(id, newRefresh.End.Value - refresh.End.Value), idToken);
        return (text, later, newRefresh);
    }

    // In double quotes, as JSON writes them: that is YAML in every place.
    private static (string Text, Range Span) Splice(string text, Range span, string value)
    {
        var quoted = $"\"{JsonEncodedText.Encode(value)}\"";
        return (
            string.Concat(text.AsSpan(0, span.Start.Value), quoted, text.AsSpan(span.End.Value)),
            span.Start.Value..(span.Start.Value + quoted.Length));
    }

    private static Range Moved(Range span, int by) => (span.Start.Value + by)..(span.End.Value + by);

    private static void Store(string target, string text)
    {
        var temporary = target + ".scanner";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(target);
        try
        {
            using (var stream = new FileStream(temporary, options))
                stream.Write(s_strict.GetBytes(text));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // Only a value that is spelt as it is, or in quotes, is known to be all that stands there.
    private static Range? SpanOf(ConfigMap config, string key, string? value) =>
        config.SpanOf(key) is { } span
        && config.File.Text[span] is var spelt
        && (spelt == value || spelt == $"\"{value}\"" || spelt == $"'{value}'")
            ? span
            : null;
}
