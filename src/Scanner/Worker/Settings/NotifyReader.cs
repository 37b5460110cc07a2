using Scanner.Core;
using Scanner.Publishing.Notifications;
using Scanner.Usage;

namespace Scanner.Worker.Settings;

/// <summary>Reads the settings of notifications. Its errors quote no value that may be secret.</summary>
/// <param name="text">The value of a key; null for none.</param>
/// <param name="wrong">Takes one line: what is wrong and what would be right.</param>
internal sealed class NotifyReader(Func<string, string?> text, Action<string> wrong)
{
    /// <summary>Null when nothing is sent, or the settings cannot be used.</summary>
    /// <param name="allowHttp">As it is set.</param>
    public NotifySettings? Read(bool allowHttp)
    {
        var form = OneOf("notify:form", NotificationForm.Scanner);
        var least = OneOf("notify:severity", Severity.High);
        var (url, secret) = (Secret("notify:url"), Secret("notify:secret"));
        var authority = text("notify:certificateAuthority");
        if (url is null)
        {
            if (secret is not null || authority is not null || text("notify:form") is not null || text("notify:severity") is not null || allowHttp)
                wrong("notify: there is no notify.url or notify.urlFile, so nothing would be sent");
            return null;
        }

        var settings = new NotifySettings(url, form, secret, least, allowHttp, authority);
        Check("notify.url", () => settings.ReadUrl());
        Check("notify.secret", () => settings.ReadSecret());
        if (form == NotificationForm.Scanner && secret is null)
            wrong("notify.secretFile: is not set, so receivers could not tell the scanner's messages from others: give a file, or SCANNER__NOTIFY__SECRET");
        if (authority is not null && !File.Exists(authority))
            wrong($"notify.certificateAuthority: '{authority}' is no file");
        return settings;
    }

    private SecretText? Secret(string key)
    {
        var (value, file) = (text(key), text(key + "File"));
        if (value is not null && file is not null)
            wrong($"{Name(key)}: is given twice, by itself and by {Name(key)}File: give one of them");
        return value is null && file is null ? null : new SecretText(file, value);
    }

    private void Check(string name, Action read)
    {
        try
        {
            read();
        }
        catch (UsageException e)
        {
            wrong($"{name}: {e.Message}");
        }
    }

    private T OneOf<T>(string key, T unset)
        where T : struct, Enum
    {
        if (text(key) is not { } given)
            return unset;
        if (char.IsAsciiLetter(given[0]) && Enum.TryParse<T>(given, ignoreCase: true, out var value) && Enum.IsDefined(value))
            return value;
        wrong($"{Name(key)}: '{given}' is not usable, give {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");
        return unset;
    }

    private static string Name(string key) => key.Replace(':', '.');
}
