namespace Scanner.Worker.Notifications;

/// <summary>Who is told of changes.</summary>
internal interface INotificationReceiver
{
    /// <summary>For the reader; nothing secret.</summary>
    string Name { get; }

    /// <summary>One attempt. Whatever goes wrong is an outcome.</summary>
    /// <param name="delivery">Tells this message from others; the same for each attempt at it.</param>
    Task<DeliveryOutcome> SendAsync(string delivery, byte[] body, CancellationToken cancellationToken);
}
