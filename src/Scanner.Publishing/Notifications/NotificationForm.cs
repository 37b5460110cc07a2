namespace Scanner.Publishing.Notifications;

/// <summary>How a message looks.</summary>
public enum NotificationForm : byte
{
    /// <summary>The scanner's own JSON, one change a message.</summary>
    Scanner,

    /// <summary>What an incoming webhook of Slack takes, one change a message (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).</summary>
    Slack,

    /// <summary>What Alertmanager takes in its API v2: alerts, several a message, those that stand again and again.</summary>
    Alertmanager,
}
